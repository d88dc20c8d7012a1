import { describe, expect, it } from '@jest/globals';
import { planBatches } from './plan-batches.js';
import type { WrittenRange } from './written-range.js';

function range(first: number, last: number): WrittenRange {
  return {
    topic: 't',
    topicId: 'l',
    partition: 0,
    first,
    last,
    records: last - first + 1,
    sha256Hex: '',
    storedAtMs: 0,
  };
}

const limits = { maxOffsets: 10, maxRanges: 3 };
const planned = (...ranges: WrittenRange[]) =>
  planBatches(ranges, limits).map((batch) => batch.map(({ first, last }) => [first, last]));

describe('batches of ranges to hash', () => {
  it('span so many offsets at most, but for a range of its own', () => {
    expect(planned(range(0, 4), range(5, 9), range(10, 30), range(31, 31))).toEqual([
      [
        [0, 4],
        [5, 9],
      ],
      [[10, 30]],
      [[31, 31]],
    ]);
  });

  it('hold so many ranges at most', () => {
    expect(planned(range(0, 0), range(1, 1), range(2, 2), range(3, 3)).map((batch) => batch.length)).toEqual([3, 1]);
  });

  it('count what a range before reaches over', () => {
    expect(planned(range(0, 8), range(1, 2), range(3, 12))).toEqual([
      [
        [0, 8],
        [1, 2],
      ],
      [[3, 12]],
    ]);
  });

  it('are none without ranges', () => {
    expect(planned()).toEqual([]);
  });
});
