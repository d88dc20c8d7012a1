import {
  partitionKey,
  type CommittedPosition,
  type PartitionCoverage,
  type RecordPosition,
  type TopicPartition,
} from '@spillway/streaming';

/** A start that counts in one life of its topic. */
export interface ResumePosition extends RecordPosition {
  readonly topicId: string;
}

/** What is known of where to start. */
export interface ResumeFacts {
  readonly coverage: readonly PartitionCoverage[];
  readonly committed: readonly CommittedPosition[];
  /** The life that each topic has in the log, by its name. */
  readonly topicIds: ReadonlyMap<string, string>;
}

/**
 * Where each partition is read from: the smaller of what the group committed and what the store holds without a gap.
 * Read twice costs nothing, for a position exists once in the store; read too late would leave a hole for good.
 */
export function findResumePositions(
  partitions: readonly TopicPartition[],
  { coverage, committed, topicIds }: ResumeFacts,
): readonly ResumePosition[] {
  const stored = new Map(coverage.map((partition) => [partitionKey(partition), partition]));
  const offsets = new Map(committed.map((position) => [partitionKey(position), position.offset]));
  return partitions.flatMap(({ topic, partition }) => {
    const topicId = topicIds.get(topic)!;
    const found = stored.get(partitionKey({ topic, partition }));
    // A partition the log does not list is new at this moment: its beginning is the store's beginning.
    if (found === undefined) return [{ topic, topicId, partition, offset: 0n }];
    const offset = smaller(found.resumeOffset, offsets.get(partitionKey(found)) ?? found.resumeOffset);
    return [{ topic, topicId, partition, offset: offset < found.beginOffset ? found.beginOffset : offset }];
  });
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
