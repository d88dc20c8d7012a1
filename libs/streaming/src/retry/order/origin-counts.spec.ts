import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { OriginCounts } from './origin-counts.js';

const step = fc.record({ offset: fc.nat(2), timestampMs: fc.integer({ min: -1, max: 1 }), isMore: fc.boolean() });

it('counts each record at an offset by itself, as a table of names does', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const counts = new OriginCounts();
      const table = new Map<string, number>();
      for (const { offset, timestampMs, isMore } of steps) {
        const name = `${offset} ${timestampMs}`;
        const before = table.get(name) ?? 0;
        if (!isMore && before === 0) continue;
        counts.add(offset, timestampMs, isMore ? 1 : -1);
        table.set(name, before + (isMore ? 1 : -1));
      }
      for (const offset of [0, 1, 2])
        for (const timestampMs of [-1, 0, 1])
          expect(counts.countOf(offset, timestampMs)).toBe(table.get(`${offset} ${timestampMs}`) ?? 0);
    }),
  );
});
