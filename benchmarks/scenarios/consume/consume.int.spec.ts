import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { describeWithStack } from '../../../test/support/stack.js';

const run = promisify(execFile);

describeWithStack('npm run bench -- consume', ({ brokers }) => {
  it('runs every peer in one run and prints the report', async () => {
    const small = ['--events', '2000', '--rounds', '1', '--cold', '--output', 'json'];
    const { stdout } = await run(process.execPath, ['benchmarks/run.ts', 'consume', ...small], {
      env: { ...process.env, NODE_OPTIONS: '', SPILLWAY_TEST_KAFKA_BROKERS: brokers.join(',') },
    });
    const report: unknown = JSON.parse(stdout);
    const number = expect.any(Number);
    const result = { eventsPerSecond: number, cpuMicrosPerEvent: number, peakRssBytes: number };
    expect(report).toMatchObject({
      scenario: 'consume',
      commit: expect.stringMatching(/^[0-9a-f]{12}\+?$/),
      machine: expect.any(String),
      versions: { node: expect.any(String), kafkajs: '2.2.4', avsc: expect.any(String) },
      rounds: 1,
      results: [
        { name: 'ours', ...result },
        { name: 'raw-loop', ...result },
        { name: 'kafkajs-registry', ...result },
        { name: 'nest-patched', ...result },
        { name: 'nest', ...result },
      ],
      ratios: Object.fromEntries(
        ['raw-loop', 'kafkajs-registry', 'nest-patched', 'nest'].flatMap((peer) => [
          [peer, { median: number, worst: number }],
          [`${peer}/cpu`, { median: number, worst: number }],
        ]),
      ),
    });
  }, 120_000);

  it.each([
    ['no-such-scenario'],
    ['consume', '--rounds', '0'],
    ['consume', '--output', 'xml'],
    ['consume', '--cold', '--save'],
    ['consume', '--colour'],
  ])('refuses %s %s %s with the usage', async (...args) => {
    await expect(run(process.execPath, ['benchmarks/run.ts', ...args], { env: { PATH: '' } })).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('usage: npm run bench'),
    });
  });
});
