import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const run = promisify(execFile);

it('npm run bench -- codec runs every peer, checks what each reads and writes, and prints the report', async () => {
  const small = ['--events', '40000', '--rounds', '1', '--cold', '--output', 'json'];
  const { stdout } = await run(process.execPath, ['benchmarks/run.ts', 'codec', ...small], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const report = JSON.parse(stdout) as { results: { name: string; figures?: object }[]; ratios: object };
  expect(Object.keys(report.ratios)).toEqual([
    'bare-avsc/decode-trusted',
    'bare-avsc/decode-guarded',
    'bare-avsc/encode',
    'guarded-to-trusted',
    'registry-client/decode',
    'registry-client/decode-guarded',
    'schemas-1000-to-1',
    'namesakes-1000-to-1',
    'bare-avsc/1000-schemas',
  ]);
  expect(report.results.at(-1)).toMatchObject({ name: 'cold-ids', figures: { ids: 200, registryCalls: 200 } });
}, 300_000);
