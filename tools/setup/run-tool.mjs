import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { rootDir } from './paths.mjs';

/**
 * Runs a command in the checkout with all its output on stderr.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {boolean} whether it ended well
 */
export function runTool(command, args, environment = process.env) {
  const result = spawnSync(command, args, { cwd: rootDir, stdio: ['ignore', 2, 2], env: environment });
  return result.status === 0;
}

/**
 * Runs a command in the checkout that is read only when it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {boolean} whether it ended well
 */
export function runToolQuietly(command, args) {
  const result = spawnSync(command, args, { cwd: rootDir, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (result.status === 0) return true;
  const text = result.error?.message ?? `${result.stdout}${result.stderr}`;
  // Maven resets colours that nobody asked for.
  say(stripVTControlCharacters(text).trim());
  return false;
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
