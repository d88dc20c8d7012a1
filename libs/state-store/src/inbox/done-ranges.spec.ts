import { describe, expect, it } from '@jest/globals';
import { formatDoneRanges, parseDoneRanges } from './done-ranges.js';

describe('done ranges', () => {
  it('write a watermark and runs with inclusive ends as ranges with exclusive ends', () => {
    expect(
      formatDoneRanges({
        watermark: 100,
        runs: [
          [110, 111],
          [120, 120],
        ],
      }),
    ).toBe('{(,100),[110,112),[120,121)}');
  });

  it.each([
    ['{(,100),[110,112),[120,121)}', { watermark: 100, runs: [[110, 111], [120, 120]] }], // prettier-ignore
    ['{(,0)}', { watermark: 0, runs: [] }],
    ['{[5,6)}', { watermark: 0, runs: [[5, 5]] }],
    ['{}', undefined],
  ])('read %s', (text, done) => {
    expect(parseDoneRanges(text)).toEqual(done);
  });
});
