import type { TopicPartition } from '../ports/record.js';
import type { IncidentStatus } from './incident.js';
import type { RunState } from './run-state.js';

export interface PartitionStatus extends TopicPartition {
  /** Everything below is done. */
  readonly doneOffset: bigint;
  /** Offset the next record will get, as last seen. */
  readonly endOffset: bigint;
  readonly lag: number;
}

export interface ConsumerStatus {
  readonly state: RunState;
  /** Why it is suspended or failed. */
  readonly reason?: string;
  /** The partitions this member has now. */
  readonly partitions: readonly PartitionStatus[];
  /** Partitions that wait for an operator, and why. */
  readonly incidents?: readonly IncidentStatus[];
  /** When the last record was done, ms since the epoch; the start before that. */
  readonly lastProgressMs: number;
}
