import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './paths.mjs';

/**
 * What the last set-up was made from: hashes of the lock file, the poms and the sources.
 *
 * @typedef {{ packages?: string, localStack?: string, spring?: string, build?: string }} Stamps
 */

const file = join(cacheDir, 'setup.json');

/** @returns {Stamps} */
export function readStamps() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {Stamps} stamps */
export function writeStamps(stamps) {
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(stamps, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
