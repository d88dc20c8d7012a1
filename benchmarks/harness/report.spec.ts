import { describe, expect, it } from '@jest/globals';
import { median, ratiosOf, resultsOf } from './report.ts';

const measured = (elapsedMs: number, cpuMicros: number) => ({ events: 1_000, elapsedMs, cpuMicros, peakRssBytes: 1 });
const rounds = new Map([
  ['ours', [measured(10, 4_000), measured(20, 4_000), measured(10, 8_000)]],
  ['peer', [measured(20, 4_000), measured(20, 2_000), measured(5, 4_000)]],
]);

describe('the report of a benchmark', () => {
  it('gives medians over the rounds', () => {
    expect(resultsOf(rounds)).toEqual([
      { name: 'ours', eventsPerSecond: 100_000, cpuMicrosPerEvent: 4, peakRssBytes: 1 },
      { name: 'peer', eventsPerSecond: 50_000, cpuMicrosPerEvent: 4, peakRssBytes: 1 },
    ]);
  });

  it('takes ratios within each round, and tells the worst', () => {
    expect(ratiosOf(rounds)).toEqual({
      peer: { median: 1, worst: 0.5 },
      'peer/cpu': { median: 0.5, worst: 0.5 },
    });
  });

  it('takes the middle of an even number of values', () => expect(median([4, 1, 3, 2])).toBe(2.5));
});
