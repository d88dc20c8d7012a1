import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { durationBoundsMs, DurationHistogram } from './duration-histogram.js';
import { OpenRanges } from './open-ranges.js';

const runs = propertyRuns('open-ranges', 2_000);

describe('OpenRanges', () => {
  it(
    'hold exactly what was added, in the fewest ranges, in whatever order it came',
    () => {
      const range = fc.tuple(fc.nat(60), fc.nat(5)).map(([first, more]) => [first, first + more] as const);
      fc.assert(
        fc.property(fc.array(range, { maxLength: 40 }), (added) => {
          const open = new OpenRanges('t', 0, undefined, 0);
          const model = new Set<number>();
          for (const [first, last] of added) {
            open.add(first, last);
            for (let offset = first; offset <= last; offset++) model.add(offset);
          }
          const ranges = open.toArray();
          const covered = ranges.flatMap(({ first, last }) =>
            Array.from({ length: last - first + 1 }, (_, i) => first + i),
          );
          expect(covered).toEqual([...model].toSorted((a, b) => a - b));
          for (let index = 1; index < ranges.length; index++) {
            expect(ranges[index]!.first).toBeGreaterThan(ranges[index - 1]!.last + 1);
          }
          expect(open.rangeCount).toBe(ranges.length);
        }),
        runs.options,
      );
    },
    runs.timeoutMs,
  );
});

describe('DurationHistogram', () => {
  it('puts every duration in the bucket of its bound, inclusive', () => {
    const histogram = new DurationHistogram();
    for (const bound of durationBoundsMs) histogram.add(bound, 1);
    histogram.add(60_000.1, 2);
    expect(histogram.counts).toEqual([...durationBoundsMs.map(() => 1), 2]);
    expect(histogram.maxMs).toBe(60_000.1);
  });

  it.each([-1, Number.NaN, Infinity, -Infinity])('counts %d as no time at all', (durationMs) => {
    const histogram = new DurationHistogram();
    histogram.add(durationMs, 3);
    expect([histogram.counts[0], histogram.sumMs, histogram.maxMs]).toEqual([3, 0, 0]);
  });
});
