import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { describeWithStack } from '../../../test/support/stack.js';

const run = promisify(execFile);

describeWithStack('npm run bench -- produce', ({ brokers }) => {
  it('runs every peer in one run, reads back what they wrote and prints the report', async () => {
    const small = ['--events', '2000', '--rounds', '1', '--cold', '--output', 'json'];
    const { stdout } = await run(process.execPath, ['benchmarks/run.ts', 'produce', ...small], {
      env: { ...process.env, NODE_OPTIONS: '', SPILLWAY_TEST_KAFKA_BROKERS: brokers.join(',') },
    });
    const report = JSON.parse(stdout) as { results: { name: string }[]; ratios: object };
    expect(report.results.map(({ name }) => name)).toEqual(['ours', 'kafkajs-registry-batch', 'nest-emit']);
    expect(Object.keys(report.ratios)).toEqual(
      ['kafkajs-registry-batch', 'nest-emit'].flatMap((peer) => [peer, `${peer}/cpu`]),
    );
  }, 180_000);
});
