import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { OffsetTracker } from './offset-tracker.js';
import { doneBeyond } from './done-beyond.js';

const done = fc.tuple(fc.nat(10), fc.array(fc.nat(30), { maxLength: 12 })).map(([watermark, offsets]) => {
  const tracker = new OffsetTracker({ watermark, runs: [] });
  for (const offset of offsets) tracker.markDone(offset);
  return tracker;
});

it('is what the one knows as done and the other does not', () => {
  fc.assert(
    fc.property(done, done, (one, other) => {
      const spans = doneBeyond(one, other);
      for (let offset = 0; offset < 32; offset++) {
        const isBeyond = spans.some(([first, last]) => first <= offset && offset <= last);
        expect(isBeyond).toBe(one.isDone(offset) && !other.isDone(offset));
      }
    }),
  );
});
