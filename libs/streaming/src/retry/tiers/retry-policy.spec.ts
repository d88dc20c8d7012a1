import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { exponential, tierDelaysMs } from './retry-policy.js';

const refused = expect.objectContaining({ code: 'SPW-5023' });

describe('a retry policy', () => {
  it('grows by its factor and ends at the longest delay exactly', () => {
    expect(exponential({ initialMs: 1_000, factor: 10, maxMs: 60_000 }).delaysMs).toEqual([1_000, 10_000, 60_000]);
    expect(exponential({ initialMs: 1_000, factor: 2, maxMs: 4_000 }).delaysMs).toEqual([1_000, 2_000, 4_000]);
    expect(exponential({ initialMs: 5_000, factor: 3, maxMs: 5_000 }).delaysMs).toEqual([5_000]);
  });

  it('is either growing delays or refused', () => {
    const options = fc.record({
      initialMs: fc.oneof(fc.integer({ min: -5, max: 100_000 }), fc.double()),
      factor: fc.oneof(fc.integer({ min: -2, max: 20 }), fc.double()),
      maxMs: fc.oneof(fc.integer({ min: -5, max: 10_000_000 }), fc.double()),
    });
    fc.assert(
      fc.property(options, (option) => {
        let delaysMs: readonly number[];
        try {
          ({ delaysMs } = exponential(option));
        } catch (error) {
          return expect(error).toEqual(refused);
        }
        expect(delaysMs.at(-1)).toBe(option.maxMs);
        delaysMs.forEach((delayMs, index) => expect(delayMs).toBeGreaterThan(delaysMs[index - 1] ?? 0));
      }),
    );
  });

  it.each([
    [[]],
    [[0]],
    [[1.5]],
    [[Number.NaN]],
    [[1_000, 1_000]],
    [[10_000, 1_000]],
    [[31 * 86_400_000]],
    [Array.from({ length: 17 }, (_, index) => index + 1)],
  ])('of %j is refused', (delaysMs) => {
    expect(() => tierDelaysMs({ delaysMs })).toThrow(refused);
  });
});
