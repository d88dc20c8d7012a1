import type { OffsetRange, PartitionCoverage } from '@spillway/streaming';

/** What the store holds of each partition against the log. `end` and `completeUpTo.offset` are exclusive: equal means complete. */
export function toCompletenessJson(coverage: readonly PartitionCoverage[]) {
  const partitions = coverage.map((partition) => ({
    topic: partition.topic,
    partition: partition.partition,
    begin: partition.beginOffset.toString(),
    end: partition.endOffset.toString(),
    stored: partition.storedRecords,
    gaps: partition.gaps.map(toRangeJson),
    missing: partition.missingRecords,
    refused: partition.refusedRecords,
    empty: partition.empty.map(toRangeJson),
    dropped: partition.dropped.map(toRangeJson),
    duplicates: partition.duplicates,
    lag: lagOf(partition),
    completeUpTo: {
      offset: partition.completeUpTo.nextOffset.toString(),
      time: partition.completeUpTo.timeMs === null ? null : new Date(partition.completeUpTo.timeMs).toISOString(),
    },
  }));
  const complete = partitions.every(({ missing, duplicates, lag }) => missing === 0 && duplicates === 0 && lag === 0);
  return { complete, partitions };
}

/** Offsets at the end of the log that are not stored yet. */
export function lagOf({ endOffset, storedUpTo }: PartitionCoverage): number {
  return Math.max(0, Number(endOffset - storedUpTo));
}

function toRangeJson({ first, last }: OffsetRange) {
  return { first: first.toString(), last: last.toString() };
}
