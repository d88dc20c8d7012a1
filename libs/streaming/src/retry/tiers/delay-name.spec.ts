import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { delayName, parseDelayName } from './delay-name.js';

describe('the name of a delay', () => {
  it.each([
    [1, '1ms'],
    [1_500, '1500ms'],
    [10_000, '10s'],
    [90_000, '90s'],
    [60_000, '1m'],
    [3_600_000, '1h'],
    [86_400_000, '1d'],
  ])('of %d ms is %s', (delayMs, name) => {
    expect(delayName(delayMs)).toBe(name);
  });

  it('is another for another delay, and comes back', () => {
    const delays = fc.oneof(
      fc.integer({ min: 1, max: 2 ** 31 }),
      fc.nat(5_000).map((count) => (count + 1) * 60_000),
    );
    fc.assert(fc.property(delays, (delayMs) => expect(parseDelayName(delayName(delayMs))).toBe(delayMs)));
  });

  it.each(['', '10', 's', '0s', '-1s', '01s', '60s', '1000ms', '24h', '1.5s', '10S', '1s ', '9999999999999999d'])(
    'is not %j',
    (text) => {
      expect(parseDelayName(text)).toBeUndefined();
    },
  );
});
