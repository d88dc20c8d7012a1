import { describe, expect, it } from '@jest/globals';
import { failuresSchema } from './failures.ts';
import { fateOfRequest, type Fate } from './fate-of-request.ts';

const failures = failuresSchema.parse({ seed: 7, errorRate: 0.1, hangRate: 0.05, rateLimitRate: 0.2 });
const keys = Array.from({ length: 20_000 }, (_, index) => `key-${index}`);
const shareOf = (fate: Fate, attempt = 1) =>
  keys.filter((key) => fateOfRequest(failures, key, attempt) === fate).length / keys.length;

describe('fateOfRequest', () => {
  it.each([
    ['error', 0.1],
    ['hang', 0.05],
    ['rate-limit', 0.2],
    ['answer', 0.65],
  ] as const)('lets the wanted share of the requests meet %s', (fate, share) => {
    expect(shareOf(fate)).toBeGreaterThan(share - 0.02);
    expect(shareOf(fate)).toBeLessThan(share + 0.02);
  });

  it('judges each attempt of a key for itself', () => {
    const failing = keys.filter((key) => fateOfRequest(failures, key, 1) === 'error');
    const again = failing.filter((key) => fateOfRequest(failures, key, 2) === 'error');
    expect(again.length / failing.length).toBeLessThan(0.2);
    expect(again.length).toBeGreaterThan(0);
  });

  it('is the same every time, and another with another seed', () => {
    const fates = (seed: number) => keys.map((key) => fateOfRequest({ ...failures, seed }, key, 1));
    expect(fates(7)).toEqual(fates(7));
    expect(fates(8)).not.toEqual(fates(7));
  });

  it.each([
    [0, 'answer'],
    [1, 'error'],
  ] as const)('with a rate of %d every request meets %s', (errorRate, fate) => {
    const all = failuresSchema.parse({ errorRate });
    expect(new Set(keys.map((key) => fateOfRequest(all, key, 1)))).toEqual(new Set([fate]));
  });
});

describe('failuresSchema', () => {
  it.each([
    { errorRate: 1.1 },
    { errorRate: -0.1 },
    { errorRate: '10%' },
    { errorRate: 0.6, hangRate: 0.6 },
    { latencyMs: 0.5 },
    { down: { mode: 'off', forMs: 1 } },
    { down: { mode: 'reset' } },
    { erorRate: 0.1 },
    [],
    null,
  ])('refuses %j', (given) => {
    expect(failuresSchema.safeParse(given).success).toBe(false);
  });
});
