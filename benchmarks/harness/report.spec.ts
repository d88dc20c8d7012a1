import { describe, expect, it } from '@jest/globals';
import { median, ratiosBetween, ratiosOf, resultsOf } from './report.ts';

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

  it("gives medians of the broker's work and of delays where every round tells them", () => {
    const told = [1, 5, 2].map((ms) => ({
      ...measured(10, 4_000),
      brokerCpuMicros: ms * 1_000,
      eventLoopDelayP99Ms: ms,
    }));
    expect(resultsOf(new Map([['ours', told]]))).toMatchObject([
      { brokerCpuMicrosPerEvent: 2, eventLoopDelayP99Ms: 2 },
    ]);
    expect(resultsOf(new Map([['ours', [...told, measured(10, 4_000)]]]))).toMatchObject([
      { brokerCpuMicrosPerEvent: undefined, eventLoopDelayP99Ms: undefined },
    ]);
  });

  it('takes ratios within each round, and tells the worst', () => {
    expect(ratiosOf(rounds)).toEqual({
      peer: { median: 1, worst: 0.5 },
      'peer/cpu': { median: 0.5, worst: 0.5 },
    });
  });

  it('takes ratios between the peers a scenario names', () => {
    const pairs = [{ name: 'back', of: 'peer', to: 'ours' }];
    expect(ratiosBetween(rounds, pairs)).toEqual({ back: { median: 1, worst: 0.5 } });
  });

  it('takes ratios of times where a scenario names them, of several the worst', () => {
    const took = (firstMs: number, secondMs: number) => [{ ...measured(10, 4_000), figures: { firstMs, secondMs } }];
    const ofTimes = new Map([
      ['ours', took(10, 30)],
      ['peer', took(20, 15)],
    ]);
    const pairs = [
      { name: 'first', of: 'ours', to: 'peer', by: ['firstMs'] },
      { name: 'worst', of: 'ours', to: 'peer', by: ['firstMs', 'secondMs'] },
    ];
    expect(ratiosBetween(ofTimes, pairs)).toEqual({
      first: { median: 2, worst: 2 },
      worst: { median: 0.5, worst: 0.5 },
    });
  });

  it('gives no ratio of work to a peer that is reckoned', () => {
    const reckoned = new Map([
      ['ours', [measured(10, 4_000)]],
      ['ideal', [measured(8, 0)]],
    ]);
    expect(ratiosOf(reckoned)).toEqual({ ideal: { median: 0.8, worst: 0.8 } });
  });

  it('gives medians of figures where there are any', () => {
    const told = [1, 5, 2].map((latenessP99Ms) => ({ ...measured(10, 4_000), figures: { latenessP99Ms } }));
    expect(resultsOf(new Map([['ours', told]]))).toMatchObject([{ figures: { latenessP99Ms: 2 } }]);
  });

  it('takes the middle of an even number of values', () => expect(median([4, 1, 3, 2])).toBe(2.5));
});
