import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SpillwayError } from '@spillway/events';

/** Held until released or until the process ends, however it ends. */
export interface FolderLock {
  release(): void;
}

const sqliteBusy = 5;

/**
 * Takes a folder for this process alone, creating it when it is missing. PGlite itself lets a second process write
 * into the same files.
 *
 * The lock is the kernel's, on a file that SQLite opens for us (Node has no `flock`): the end of the process, SIGKILL
 * included, ends it, so there is no stale lock to judge and no race between two that judge it. Which process has it is
 * written beside it. (In this process nothing else may open the lock file: closing it would drop the lock.)
 *
 * @throws SpillwayError `SPW-6002` naming the process that has it · `SPW-6004` the folder cannot be used
 */
export function lockFolder(folder: string): FolderLock {
  const database = open(folder);
  try {
    database.exec('BEGIN EXCLUSIVE');
    writeFileSync(ownerFile(folder), JSON.stringify({ pid: process.pid }));
  } catch (error) {
    database.close();
    if ((error as { errcode?: unknown }).errcode === sqliteBusy) throw inUse(folder);
    throw unusable(folder, error);
  }
  return { release: () => (database.isOpen ? database.close() : undefined) };
}

function open(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
    return new DatabaseSync(join(folder, 'state.lock'), { timeout: 0 });
  } catch (error) {
    throw unusable(folder, error);
  }
}

function ownerFile(folder: string): string {
  return join(folder, 'state.owner.json');
}

function inUse(folder: string): SpillwayError {
  const pid = readOwner(folder);
  const owner = pid === undefined ? 'Another process' : `Process ${pid}`;
  return new SpillwayError('SPW-6002', `${owner} works on ${folder}`, { context: { folder, pid } });
}

function readOwner(folder: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(ownerFile(folder), 'utf8')) as { pid: number }).pid;
  } catch {
    return undefined; // it has the lock but has not written its name yet
  }
}

function unusable(folder: string, cause: unknown): SpillwayError {
  return new SpillwayError('SPW-6004', `The folder ${folder} cannot be used: ${(cause as Error).message}`, {
    cause,
    context: { folder },
  });
}
