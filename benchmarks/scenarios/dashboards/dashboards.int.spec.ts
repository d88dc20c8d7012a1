import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const run = promisify(execFile);

it('npm run bench -- dashboards runs and prints its report', async () => {
  const small = ['--events', '20000', '--rounds', '1', '--cold', '--output', 'json'];
  const { stdout } = await run(process.execPath, ['benchmarks/run.ts', 'dashboards', ...small], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const report = JSON.parse(stdout) as { results: { name: string; figures: Record<string, number> }[]; ratios: object };
  expect(report.results.map(({ name }) => name)).toEqual(['large', 'small']);
  expect(report.ratios).toMatchObject({
    'large-to-small': { median: expect.any(Number), worst: expect.any(Number) },
    'large-to-small/waiting-times': { median: expect.any(Number) },
    'large-to-small/worst-board': { median: expect.any(Number) },
  });
  expect(report.results[0]?.figures).toMatchObject({
    volumeP50Ms: expect.any(Number),
    volumeOverBareMs: expect.any(Number),
    hourThroughViewP50Ms: expect.any(Number),
    hourWithoutFinalP50Ms: expect.any(Number),
    openDayHourViewToPlain: expect.any(Number),
    slowestOver365DaysP50Ms: expect.any(Number),
    journeyP50Ms: expect.any(Number),
  });
}, 300_000);
