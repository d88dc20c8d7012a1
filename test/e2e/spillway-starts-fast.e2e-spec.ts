import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { rootDir } from '../../tools/setup/paths.mjs';

const bin = join(rootDir, 'libs/cli/bin/spillway.js');
const runs = 9;
const promisedMs = 300;
/** What Node alone takes at most on a machine of which that is promised; a slower or busier one is slower with everything. */
const bareAtMostMs = 40;
const mostTimesBare = 6;

function startMs(args: readonly string[]): number {
  const beginMs = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore', cwd: rootDir });
  return performance.now() - beginMs;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]!;
}

describe('the command', () => {
  /**
   * The quickest start has to keep the promise: the others measure what else the machine does. And in the middle of starts
   * that alternate with Node alone, which the machine slows down alike, one takes 4.6 times as long (154 ms against 31, at
   * best 134 against 27; Node 24.21, 2 cores that were busy with other tests): a quarter more than that is too slow.
   */
  it.each([[['--help']], [['profiles']], [['dlq', 'ls', '--help']]])('starts fast: %j', (args) => {
    startMs([bin, ...args]);
    const pairs = Array.from({ length: runs }, () => {
      const bareMs = startMs(['-e', '0']);
      return { bareMs, ownMs: startMs([bin, ...args]) };
    });
    const slowness = Math.max(1, Math.min(...pairs.map(({ bareMs }) => bareMs)) / bareAtMostMs);
    expect(Math.min(...pairs.map(({ ownMs }) => ownMs))).toBeLessThan(promisedMs * slowness);
    expect(median(pairs.map(({ bareMs, ownMs }) => ownMs / bareMs))).toBeLessThan(mostTimesBare);
  });
});
