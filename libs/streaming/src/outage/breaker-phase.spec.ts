import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { nextPhase, waitUntilMs, type BreakerEvent, type BreakerPhase } from './breaker-phase.js';

const times = { initialOpenMs: 1_000, maxOpenMs: 15_000, maxAskedMs: 3_600_000, probeTimeoutMs: 30_000 };
const closed: BreakerPhase = { name: 'closed' };

/** What happens, each some time after the last. */
const steps = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.nat(3_000), fc.nat(60_000), fc.integer({ min: -7_200_000, max: 0 })),
    event: fc.oneof(
      fc.constantFrom<BreakerEvent>(
        { type: 'asked' },
        { type: 'succeeded' },
        { type: 'failed' },
        { type: 'undecided' },
      ),
      fc.record({
        type: fc.constant('opened' as const),
        forMs: fc.option(fc.oneof(fc.nat(60_000), fc.double(), fc.constant(Number.NaN)), { nil: undefined }),
      }),
    ),
  }),
  { maxLength: 60 },
);
const runs = propertyRuns('breaker-phase', 2_000);
jest.setTimeout(runs.timeoutMs);

describe('the phase of a breaker', () => {
  it('lets the open time grow up to its maximum, and anew after a success', () => {
    const waits: number[] = [];
    let phase: BreakerPhase = closed;
    let nowMs = 0;
    for (let round = 0; round < 7; round++) {
      phase = nextPhase(phase, { type: round === 0 ? 'opened' : 'failed' }, nowMs, times);
      waits.push(waitUntilMs(phase, nowMs)! - nowMs);
      nowMs = waitUntilMs(phase, nowMs)!;
      phase = nextPhase(phase, { type: 'asked' }, nowMs, times);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    phase = nextPhase(nextPhase(phase, { type: 'succeeded' }, nowMs, times), { type: 'opened' }, nowMs, times);
    expect(waitUntilMs(phase, nowMs)).toBe(nowMs + 1_000);
  });

  it.each([
    ['a Retry-After', 20_000, 20_000],
    ['one below the back-off', 100, 1_000],
    ['one of ten years', 315_360_000_000, 3_600_000],
    ['one without end', Infinity, 3_600_000],
    ['one of nothing', 0, 1_000],
    ['one that is no number', Number.NaN, 1_000],
    ['one in the past', -5, 1_000],
  ])('honours %s', (_name, forMs, waitMs) => {
    expect(waitUntilMs(nextPhase(closed, { type: 'opened', forMs }, 5, times), 5)).toBe(5 + waitMs);
  });

  it('is prolonged while open by a longer wait asked for, never shortened', () => {
    const open = nextPhase(closed, { type: 'opened' }, 0, times);
    expect(nextPhase(open, { type: 'opened' }, 900, times)).toBe(open);
    expect(nextPhase(open, { type: 'opened', forMs: 50 }, 900, times)).toBe(open);
    expect(waitUntilMs(nextPhase(open, { type: 'opened', forMs: 5_000 }, 900, times), 900)).toBe(5_900);
  });

  it('never lets two probes out at once, never waits longer than asked for, and never grows without a failure', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let phase: BreakerPhase = closed;
        let nowMs = 1_000_000_000;
        let probeOutUntilMs: number | undefined;
        for (const { afterMs, event } of all) {
          nowMs += afterMs;
          // A clock that was set back ends all waiting.
          if (afterMs < 0) probeOutUntilMs = undefined;
          const before: BreakerPhase = phase;
          const wait = waitUntilMs(before, nowMs);
          phase = nextPhase(before, event, nowMs, times);
          if (wait !== undefined) expect(wait - nowMs).toBeLessThanOrEqual(times.maxAskedMs);
          if (event.type === 'asked' && before.name !== 'closed' && wait === undefined) {
            expect(probeOutUntilMs === undefined || nowMs >= probeOutUntilMs).toBe(true);
            expect(phase.name).toBe('half-open');
            probeOutUntilMs = nowMs + times.probeTimeoutMs;
          }
          if (event.type === 'asked' && wait !== undefined) expect(phase).toBe(before);
          if (event.type !== 'asked' && phase !== before) probeOutUntilMs = undefined;
          const openings = (some: BreakerPhase): number => (some.name === 'closed' ? 0 : some.openings);
          if (event.type === 'failed' || event.type === 'opened') continue;
          expect(openings(phase)).toBeLessThanOrEqual(openings(before));
        }
      }),
      runs.options,
    );
  });

  it('always lets a call through in the end, and closes when it succeeds', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let phase: BreakerPhase = closed;
        let nowMs = 1_000_000_000;
        for (const { afterMs, event } of all) phase = nextPhase(phase, event, (nowMs += afterMs), times);
        nowMs = waitUntilMs(phase, nowMs) ?? nowMs;
        phase = nextPhase(phase, { type: 'asked' }, nowMs, times);
        expect(nextPhase(phase, { type: 'succeeded' }, nowMs, times)).toEqual(closed);
      }),
      runs.options,
    );
  });
});
