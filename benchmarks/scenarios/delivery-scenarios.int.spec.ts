import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { describeWithStack } from '../../test/support/stack.js';

const run = promisify(execFile);
const number = expect.any(Number);
const ratio = { median: number, worst: number };
const retryPeers = ['fail', 'fail-due', 'caught', 'asked'].flatMap((what) => [`1pct-${what}`, `10pct-${what}`]);
const retryRatios = ['', '-due', '-caught', '-asked'].flatMap((what) => [
  `main-rate-1pct${what}`,
  `main-rate-10pct${what}`,
]);
const bareRatios = ['bare-rate-1pct', 'bare-rate-10pct', 'bare/none-fail', 'bare/1pct-fail', 'bare/10pct-fail'];
const barePeers = ['bare-none-fail', 'bare-1pct-fail', 'bare-10pct-fail'];

describeWithStack('npm run bench, the scenarios of delivery', ({ brokers }) => {
  const printsReport = async (
    scenario: string,
    events: string,
    peers: readonly string[],
    ratios: readonly string[],
  ): Promise<void> => {
    const small = ['--events', events, '--rounds', '1', '--cold', '--output', 'json'];
    const { stdout } = await run(process.execPath, ['benchmarks/run.ts', scenario, ...small], {
      env: { ...process.env, NODE_OPTIONS: '', SPILLWAY_TEST_KAFKA_BROKERS: brokers.join(',') },
    });
    const report = JSON.parse(stdout) as { results: { name: string }[]; ratios: object };
    expect(report.results.map(({ name }) => name)).toEqual(peers);
    expect(report.ratios).toEqual(Object.fromEntries(ratios.map((name) => [name, ratio])));
  };

  // They wait for what is due more than they work: together, as nothing that they measure is asked here.
  it.concurrent.each([
    [
      'ordered',
      '1000',
      ['ours-20-keys', 'ideal-20-keys', 'ours-200-keys', 'ideal-200-keys'],
      ['ideal', 'ideal-200-keys'],
    ],
    ['retry', '2000', ['idle-topic', 'none-fail', ...retryPeers, ...barePeers], [...retryRatios, ...bareRatios]],
    ['rebuild', '2000', ['ours'], []],
    ['soak', '2000', ['ours'], []],
    ['audit-soak', '2000', ['ours', 'ours-64-mib'], []],
  ])(
    '%s runs and prints its report',
    printsReport,
    // Five at once, beside whatever else runs: the longest of them is alone done in a third of it.
    300_000,
  );

  // Beside the others its app did not come to rest.
  it('idle runs and prints its report', () => printsReport('idle', '1', ['ours', 'app'], []), 180_000);
});
