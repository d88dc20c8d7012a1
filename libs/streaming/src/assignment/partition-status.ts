import type { TopicPartition } from '../ports/record.js';

/** How far a partition is done. */
export interface PartitionStatus extends TopicPartition {
  /** Everything below is done. */
  readonly doneOffset: bigint;
  /** Offset the next record will get, as last seen. */
  readonly endOffset: bigint;
  readonly lag: number;
}
