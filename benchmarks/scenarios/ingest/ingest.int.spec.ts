import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const run = promisify(execFile);

it('npm run bench -- ingest runs every peer, finds every row once and prints its report', async () => {
  const small = ['--events', '5000', '--rounds', '1', '--cold', '--output', 'json'];
  const { stdout } = await run(process.execPath, ['benchmarks/run.ts', 'ingest', ...small], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const report = JSON.parse(stdout) as { results: { name: string }[]; ratios: object };
  expect(report.results.map(({ name }) => name)).toEqual(['ours', 'raw-insert', 'raw-native', 'json-each-row']);
  expect(Object.keys(report.ratios)).toEqual(
    ['raw-insert', 'raw-native', 'json-each-row'].flatMap((peer) => [peer, `${peer}/cpu`]),
  );
}, 120_000);
