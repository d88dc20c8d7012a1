import { execFile } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SpillwayError } from '@spillway/events';

const run = promisify(execFile);
const script = `
  const { PGlite } = require(process.argv[1]);
  PGlite.create({ dataDir: process.argv[2] }).then((database) => database.close()).then(() => process.exit(0));`;

/**
 * The folder of the database inside a state folder; makes a new, empty database there where there is none. `openStateStore`
 * does so itself. By hand it is for a folder to copy from: a database takes three seconds of a core to make, and some
 * milliseconds to copy while nothing has it open.
 *
 * A process of its own makes it, because that takes 0.6 GB for two seconds which this one would keep. It appears under
 * its name only when it is whole: a kill in between leaves nothing that looks like a database.
 *
 * @param folder exists, and no other process works on it
 * @returns the folder with the files of PostgreSQL
 * @throws SpillwayError `SPW-6004` when no database can be made there
 */
export async function initialiseFolder(folder: string): Promise<string> {
  const target = join(folder, 'postgres');
  if (existsSync(target)) return target;
  for (const name of readdirSync(folder)) {
    if (name.startsWith('postgres.new-')) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const fresh = join(folder, `postgres.new-${process.pid}`);
  const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  try {
    await run(process.execPath, ['--liftoff-only', '--eval', script, pglite, fresh], {
      env: { PATH: process.env['PATH'] },
      timeout: 60_000,
    });
  } catch (error) {
    throw new SpillwayError('SPW-6004', `No database can be made in ${folder}: ${lastLine(error)}`, { cause: error });
  }
  renameSync(fresh, target);
  return target;
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = (stderr ?? '').split('\n').filter((line) => /error/i.test(line));
  return lines[0]?.trim() ?? message;
}
