import {
  partitionKey,
  type CommittedPosition,
  type PartitionCoverage,
  type RecordPosition,
  type TopicPartition,
} from '@spillway/streaming';

/**
 * Where each partition is read from: the smaller of what the group committed and what the store holds without a gap.
 * Read twice costs nothing, for a position exists once in the store; read too late would leave a hole for good.
 */
export function findResumePositions(
  partitions: readonly TopicPartition[],
  coverage: readonly PartitionCoverage[],
  committed: readonly CommittedPosition[],
): readonly RecordPosition[] {
  const stored = new Map(coverage.map((partition) => [partitionKey(partition), partition]));
  const offsets = new Map(committed.map((position) => [partitionKey(position), position.offset]));
  return partitions.flatMap(({ topic, partition }) => {
    const found = stored.get(partitionKey({ topic, partition }));
    // A partition the log does not list is new at this moment: its beginning is the store's beginning.
    if (found === undefined) return [{ topic, partition, offset: 0n }];
    const offset = smaller(found.resumeOffset, offsets.get(partitionKey(found)) ?? found.resumeOffset);
    return [{ topic, partition, offset: offset < found.beginOffset ? found.beginOffset : offset }];
  });
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
