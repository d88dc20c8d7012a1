import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { findParents } from './find-parents.js';

const caused = (eventId: string | null, causationId: string | null = null) => ({ eventId, causationId });

describe('which event caused which', () => {
  it('goes by causation id; what was caused from outside is a root', () => {
    expect(findParents([caused('a'), caused('b', 'a'), caused('c', 'b'), caused('d', 'a'), caused('e', 'x')])).toEqual([
      null,
      0,
      1,
      0,
      null,
    ]);
  });

  it('means the first of several events with one id, never the event itself', () => {
    expect(findParents([caused('a'), caused('a'), caused('b', 'a'), caused('c', 'c'), caused(null, 'b')])).toEqual([
      null,
      null,
      0,
      null,
      2,
    ]);
  });

  it('opens a circle at its oldest event', () => {
    expect(findParents([caused('a', 'c'), caused('b', 'a'), caused('c', 'b'), caused('d', 'c')])).toEqual([
      null,
      0,
      1,
      2,
    ]);
  });

  it('is a forest for any ids: from every event the causes lead to a root', () => {
    const anyId = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
    fc.assert(
      fc.property(fc.array(fc.tuple(anyId, anyId), { maxLength: 12 }), (pairs) => {
        const parents = findParents(pairs.map(([eventId, causationId]) => caused(eventId, causationId)));
        for (let start = 0; start < parents.length; start += 1) {
          let at: number | null = start;
          let steps = 0;
          for (; at !== null && steps <= parents.length; steps += 1) at = parents[at] ?? null;
          expect(at).toBeNull();
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
