import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { OffsetTracker } from './offset-tracker.js';

const tries = propertyRuns('offset tracker', 2_000);

const ranges = fc.array(
  fc.tuple(fc.nat(60), fc.nat(6)).map(([first, length]) => [first, first + length] as const),
  { maxLength: 40 },
);

function upTo(end: number): readonly number[] {
  return Array.from({ length: end }, (_, offset) => offset);
}

/** The same knowledge, the plain way. */
function modelOf(start: number, marked: readonly (readonly [number, number])[]): Set<number> {
  const done = new Set(Array.from({ length: start }, (_, offset) => offset));
  for (const [first, last] of marked) for (let offset = first; offset <= last; offset++) done.add(offset);
  return done;
}

function trackerOf(start: number, marked: readonly (readonly [number, number])[]): OffsetTracker {
  const tracker = new OffsetTracker({ watermark: start, runs: [] });
  for (const [first, last] of marked) tracker.markDone(first, last);
  return tracker;
}

describe('OffsetTracker', () => {
  it(
    'knows exactly what was marked, whatever the order',
    () => {
      fc.assert(
        fc.property(fc.nat(20), ranges, (start, marked) => {
          const tracker = trackerOf(start, marked);
          const done = modelOf(start, marked);
          const wrong = upTo(80).filter((offset) => tracker.isDone(offset) !== done.has(offset));
          expect(wrong).toEqual([]);
          expect(done.has(tracker.watermark)).toBe(false);
          expect(upTo(tracker.watermark).filter((offset) => !done.has(offset))).toEqual([]);
        }),
        tries.options,
      );
    },
    tries.timeoutMs,
  );

  it(
    'never lowers its watermark',
    () => {
      fc.assert(
        fc.property(ranges, (marked) => {
          const tracker = new OffsetTracker();
          const lowered = marked.filter(([first, last]) => {
            const before = tracker.watermark;
            tracker.markDone(first, last);
            return tracker.watermark < before;
          });
          expect(lowered).toEqual([]);
        }),
        tries.options,
      );
    },
    tries.timeoutMs,
  );

  it(
    'keeps runs ascending, apart from each other and above the watermark',
    () => {
      fc.assert(
        fc.property(ranges, (marked) => {
          const tracker = trackerOf(0, marked);
          const { watermark, runs } = tracker;
          const wrong = runs.filter(([first, last], index) => {
            const above = index === 0 ? watermark : runs[index - 1]![1] + 1;
            return first <= above || last < first;
          });
          expect(wrong).toEqual([]);
        }),
        tries.options,
      );
    },
    tries.timeoutMs,
  );

  it(
    'comes back the same from its snapshot',
    () => {
      fc.assert(
        fc.property(fc.nat(20), ranges, (start, mine) => {
          const tracker = trackerOf(start, mine);
          const copy = new OffsetTracker(tracker.snapshot({ topic: 't', partition: 0 }));
          expect([copy.watermark, copy.runs]).toEqual([tracker.watermark, tracker.runs]);
        }),
        tries.options,
      );
    },
    tries.timeoutMs,
  );

  it('counts holes of the log as done, so that the watermark passes them', () => {
    const tracker = new OffsetTracker({ watermark: 10, runs: [] });
    tracker.markDone(10);
    tracker.markDone(13);
    expect(tracker.watermark).toBe(11);
    tracker.markDone(11, 12);
    expect(tracker.watermark).toBe(14);
  });

  it('keeps a snapshot as it was when more becomes done', () => {
    const tracker = new OffsetTracker();
    tracker.markDone(5);
    const snapshot = tracker.snapshot({ topic: 't', partition: 0 });
    tracker.markDone(6);
    expect(snapshot.runs).toEqual([[5, 5]]);
    expect(tracker.runs).toEqual([[5, 6]]);
  });
});
