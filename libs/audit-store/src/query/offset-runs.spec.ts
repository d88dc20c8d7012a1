import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countOffsets, subtractRuns, uniteRuns, type OffsetRun } from './offset-runs.js';

const anyRuns = fc.array(
  fc.tuple(fc.nat(60), fc.nat(8)).map(([first, length]): OffsetRun => ({ first, last: first + length })),
  { maxLength: 12 },
);

function offsetsOf(runs: readonly OffsetRun[]): Set<number> {
  const offsets = new Set<number>();
  for (const { first, last } of runs) for (let offset = first; offset <= last; offset += 1) offsets.add(offset);
  return offsets;
}

describe('runs of offsets', () => {
  it('unite to ascending, disjoint runs of the same offsets', () => {
    fc.assert(
      fc.property(anyRuns, (runs) => {
        const united = uniteRuns(runs);
        expect(offsetsOf(united)).toEqual(new Set([...offsetsOf(runs)].sort((a, b) => a - b)));
        expect(countOffsets(united)).toBe(offsetsOf(runs).size);
        for (let index = 1; index < united.length; index += 1) {
          expect(united[index]!.first).toBeGreaterThan(united[index - 1]!.last + 1);
        }
      }),
    );
  });

  it('subtract like sets', () => {
    fc.assert(
      fc.property(anyRuns, anyRuns, (from, without) => {
        const rest = subtractRuns(uniteRuns(from), uniteRuns(without));
        const removed = offsetsOf(without);
        expect([...offsetsOf(rest)]).toEqual([...offsetsOf(uniteRuns(from))].filter((offset) => !removed.has(offset)));
      }),
    );
  });
});
