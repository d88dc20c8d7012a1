import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const minimumJava = 17;

/** The Java of JAVA_HOME, else of the PATH. */
export function javaCommand() {
  const home = process.env['JAVA_HOME'];
  return home ? join(home, 'bin', 'java') : 'java';
}

/** @returns {number | undefined} major version, undefined where there is no Java */
export function findJava() {
  const result = spawnSync(javaCommand(), ['-version'], { encoding: 'utf8' });
  return result.status === 0 ? majorVersion(`${result.stderr}${result.stdout}`) : undefined;
}

/**
 * Whether it is installed. It is not run: without Java it could not answer, and would count as missing too.
 *
 * @param {string} [path] the folders to look in
 * @returns {boolean}
 */
export function hasMaven(path = process.env['PATH'] ?? '') {
  return path.split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, 'mvn')));
}

/**
 * Reads what `java -version` prints: `openjdk version "17.0.15"`, and `"1.8.0_402"` of old.
 *
 * @param {string} text
 * @returns {number | undefined}
 */
export function majorVersion(text) {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
