import type { OffsetRun } from '../query/offset-runs.js';

/** What one statement looks at; of rows that it hashes, all lie in memory. */
export interface BatchLimits {
  readonly maxOffsets: number;
  readonly maxRanges: number;
}

const batchLimits: BatchLimits = { maxOffsets: 50_000, maxRanges: 64 };

/** Ranges of one partition, ascending by `first`, in batches that lie close together; a range of its own may be larger. */
export function planBatches<R extends OffsetRun>(ranges: readonly R[], limits: BatchLimits = batchLimits): R[][] {
  const batches: R[][] = [];
  let last = -1;
  for (const range of ranges) {
    const open = batches.at(-1);
    last = Math.max(last, range.last);
    const fits = open !== undefined && open.length < limits.maxRanges && last - open[0]!.first < limits.maxOffsets;
    if (fits) open.push(range);
    else {
      batches.push([range]);
      last = range.last;
    }
  }
  return batches;
}
