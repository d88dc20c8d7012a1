import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { rootDir } from '../../tools/setup/paths.mjs';

const bin = join(rootDir, 'libs/cli/bin/spillway.js');
const runs = 7;

/** The quickest of some runs: the others measure the machine. */
function quickestMs(args: readonly string[]): number {
  const times = Array.from({ length: runs }, () => {
    const startMs = performance.now();
    execFileSync(process.execPath, args, { stdio: 'ignore', cwd: rootDir });
    return performance.now() - startMs;
  });
  return Math.min(...times);
}

describe('the command', () => {
  // 300 ms are promised where Node alone takes about 40: on a machine that is slower or busy, both are.
  it.each([[['--help']], [['profiles']], [['dlq', 'ls', '--help']]])('starts fast: %j', (args) => {
    const bareMs = quickestMs(['-e', '0']);
    expect(quickestMs([bin, ...args]) / bareMs).toBeLessThan(7.5);
  });
});
