import { describe, expect, it } from '@jest/globals';
import { partitionLag } from './partition-lag.js';

const range = (beginOffset: bigint, endOffset: bigint) => ({ topic: 't', partition: 0, beginOffset, endOffset });

describe('partitionLag', () => {
  it.each([
    ['nothing done', range(0n, 10n), undefined, 10],
    ['some done', range(0n, 10n), { watermark: 4, runs: [] }, 6],
    ['all done', range(0n, 10n), { watermark: 10, runs: [] }, 0],
    ['runs above the watermark', range(0n, 10n), { watermark: 4, runs: [[5, 6], [8, 8]] as const }, 3], // prettier-ignore
    ['what the log no longer has', range(7n, 10n), { watermark: 4, runs: [[5, 7]] as const }, 2],
    ['done beyond the end, as after a recreated topic', range(0n, 3n), { watermark: 9, runs: [] }, 0],
    ['a run beyond the end', range(0n, 3n), { watermark: 1, runs: [[2, 9]] as const }, 1],
  ])('%s', (_, partition, done, lag) => {
    expect(partitionLag(partition, done)).toBe(lag);
  });
});
