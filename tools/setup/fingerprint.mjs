import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} file */
export function hashOfFile(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * Changes when a file below these folders (or one of these files) is added, removed or written: names, sizes and
 * times, not contents, because it is taken at every start.
 *
 * @param {readonly string[]} paths
 */
export function fingerprintOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) addPath(hash, path);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
function addPath(hash, path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) {
    hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`);
    return;
  }
  for (const name of namesIn(path).toSorted()) addPath(hash, join(path, name));
}

/**
 * Nothing where the folder has gone since it was looked at: what is written meanwhile (an editor's, a test's) ends no start.
 *
 * @param {string} folder
 */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
