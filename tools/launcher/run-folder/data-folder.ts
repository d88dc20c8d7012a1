import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SpillwayError } from '@spillway/events';
import { isLiveLauncher } from '../../processes/process-info.ts';

export interface DataFolder {
  readonly path: string;
  readonly isThrowAway: boolean;
  /** Gives the folder back; deletes it when it is throw-away and not to be kept. */
  release(options: { keep: boolean }): void;
}

/**
 * Takes the folder that holds all data of a run.
 *
 * @param given      `--data-dir`, relative to `workingDir`; absent for a throw-away folder in the checkout
 * @throws SpillwayError `SPW-1006` when another run that is alive holds it, `SPW-1012` when it cannot be made or written
 */
export function takeDataFolder(given: string | undefined, dirs: { checkout: string; working: string }): DataFolder {
  const isThrowAway = given === undefined;
  const path = isThrowAway ? join(dirs.checkout, '.spillway', `run-${process.pid}`) : resolve(dirs.working, given);
  const lock = join(path, 'launcher.pid');
  if (isThrowAway) rmSync(path, { recursive: true, force: true });
  makeFolder(path);
  takeLock(lock, path);
  return {
    path,
    isThrowAway,
    release: ({ keep }) => {
      rmSync(lock, { force: true });
      if (isThrowAway && !keep) rmSync(path, { recursive: true, force: true });
    },
  };
}

function takeLock(lock: string, path: string): void {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(path, error);
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner !== process.pid && isLiveLauncher(owner)) {
      const fix = `Stop it (kill ${owner}), or use another folder: npm start -- --data-dir <folder>`;
      throw new SpillwayError('SPW-1006', `${path} is in use by process ${owner}.`, { context: { fix } });
    }
    // Left behind by a launcher that was killed.
    writeFileSync(lock, String(process.pid));
  }
}

/** One level after the other: Node's own `recursive` never returns where a folder exists and takes no entries (/proc). */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  try {
    if (dirname(path) !== path) makeFolder(dirname(path));
    mkdirSync(path);
  } catch (error) {
    throw error instanceof SpillwayError ? error : unusable(path, error);
  }
}

function unusable(path: string, cause: unknown): SpillwayError {
  return new SpillwayError('SPW-1012', `${path} cannot be made or written (${codeOf(cause)}).`, { cause });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
