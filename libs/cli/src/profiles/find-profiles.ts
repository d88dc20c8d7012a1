import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { SpillwayError } from '@spillway/events';
import type { CliContext } from '../context/cli-context.js';
import { findUpwards } from '../files/find-upwards.js';
import type { Profiles } from './parse-profiles.js';

export const profileFileName = 'spillway.profiles.json';

/**
 * The profiles of the file that SPILLWAY_PROFILES names, else of the nearest `spillway.profiles.json`; undefined without one.
 *
 * @throws SpillwayError `SPW-2010`
 */
export async function findProfiles({
  workingDir,
  env,
}: CliContext): Promise<(Profiles & { file: string }) | undefined> {
  const named = env['SPILLWAY_PROFILES'];
  const path = named ? resolve(workingDir, named) : findUpwards(workingDir, profileFileName);
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw new SpillwayError('SPW-2010', `SPILLWAY_PROFILES names ${path}, which is not there.`);
  // Loaded only where there are profiles: it brings a validator along.
  const { parseProfiles } = await import('./parse-profiles.js');
  const file = relative(workingDir, path).replaceAll('\\', '/');
  return { ...parseProfiles(readText(path, file), file), file };
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SpillwayError('SPW-2010', `${file} cannot be read.`, { cause });
  }
}
