import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeDoneRuns, encodeDoneRuns, maxDoneRunsBytes } from './done-runs-codec.js';
import { OffsetTracker } from './offset-tracker.js';

const trackers = fc
  .tuple(fc.nat(2 ** 40), fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.nat(300)), { maxLength: 60 }))
  .map(([watermark, steps]) => {
    const tracker = new OffsetTracker({ watermark, runs: [] });
    let offset = watermark;
    for (const [gap, length] of steps) {
      tracker.markDone(offset + gap, offset + gap + length);
      offset += gap + length + 1;
    }
    return tracker;
  });

describe('done runs in commit metadata', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(trackers, ({ watermark, runs }) => {
        expect(decodeDoneRuns(watermark, encodeDoneRuns(watermark, runs))).toEqual(runs);
      }),
    );
  });

  it('leave out the farthest when they are too many, and never exceed the limit', () => {
    const runs = Array.from({ length: 5_000 }, (_, index) => [index * 3 + 1, index * 3 + 1] as const);
    const text = encodeDoneRuns(0, runs);
    expect(text.length).toBeLessThanOrEqual(maxDoneRunsBytes);
    const kept = decodeDoneRuns(0, text);
    expect(kept.length).toBeGreaterThan(500);
    expect(runs.slice(0, kept.length)).toEqual(kept);
  });

  it.each([undefined, '', 'r1:', 'r1:x', 'r1:0.5', 'r1:1.1,0.1', 'r1:zzzzzzzzzzzzzz.1', '{"other":"tool"}'])(
    'are none in %p',
    (metadata) => {
      expect(decodeDoneRuns(10, metadata)).toEqual([]);
    },
  );
});
