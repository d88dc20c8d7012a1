import { expect, it } from '@jest/globals';
import { readNewest, type WindowLimits } from './read-newest.js';

const windows = [{ fromMs: 3 }, { fromMs: 2, toMs: 3 }, { toMs: 2 }];

/** What each window may take when one costs so much and has so many rows. */
async function limitsOf(costMs: number, rowsEach: number, limit = 100): Promise<readonly WindowLimits[]> {
  let nowMs = 1_000;
  const asked: WindowLimits[] = [];
  await readNewest({ windows, limit, maxExecutionTimeMs: 10_000, nowMs: () => nowMs }, async (_, limits) => {
    asked.push(limits);
    nowMs += costMs;
    return Array.from({ length: rowsEach });
  });
  return asked;
}

it('gives each window the time that those before it left', async () => {
  const left = async (costMs: number) =>
    (await limitsOf(costMs, 0)).map(({ maxExecutionTimeMs }) => maxExecutionTimeMs);
  expect(await left(4_000)).toEqual([10_000, 6_000, 2_000]);
  expect(await left(10_000)).toEqual([10_000, 1, 1]);
});

it('asks for the rows that are missing, and no further when there are enough', async () => {
  expect((await limitsOf(0, 30)).map(({ limit }) => limit)).toEqual([100, 70, 40]);
  expect(await limitsOf(0, 30, 60)).toHaveLength(2);
});
