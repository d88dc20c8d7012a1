import type { DoneOffsets, PartitionRange } from '@spillway/streaming';

/** Records of a partition that a group has not done. What the log no longer has cannot be waited for. */
export function partitionLag(range: PartitionRange, done: Pick<DoneOffsets, 'watermark' | 'runs'> | undefined): number {
  const end = Number(range.endOffset);
  const start = Math.max(Number(range.beginOffset), done?.watermark ?? 0);
  let lag = Math.max(0, end - start);
  for (const [first, last] of done?.runs ?? []) lag -= Math.max(0, Math.min(last + 1, end) - Math.max(first, start));
  return lag;
}
