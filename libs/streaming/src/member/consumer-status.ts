import type { PartitionStatus } from '../assignment/partition-status.js';
import type { IncidentStatus } from '../assignment/incident.js';
import type { RunState } from './run-state.js';

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
