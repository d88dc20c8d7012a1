import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { initialiseFolder } from '@spillway/state-store';
import { cacheDir } from '../setup/paths.mjs';
import { engineVersion } from './engine-version.ts';

let made: Promise<string> | undefined;

/**
 * A state folder with a database as it is when it was made, to be copied: to make one takes three seconds of a core, once
 * on each machine.
 *
 * @throws SpillwayError `SPW-6004` when it cannot be made
 */
export function freshStateFolder(): Promise<string> {
  return (made ??= makeOnce(join(cacheDir, `state-${engineVersion()}`)));
}

/** It has its name only when it is whole: other processes may do this at the same time. */
async function makeOnce(folder: string): Promise<string> {
  if (existsSync(folder)) return folder;
  const own = `${folder}.${process.pid}`;
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  try {
    await initialiseFolder(own);
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
