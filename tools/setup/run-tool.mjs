import { spawnSync } from 'node:child_process';
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

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
