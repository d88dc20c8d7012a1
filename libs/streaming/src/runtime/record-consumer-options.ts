import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import type { RecordPosition, TopicPartition } from '../ports/record.js';
import type { DoneOffsets } from '../ports/state-store.js';
import type { Transport } from '../ports/transport.js';
import type { AssignedPartition } from './assigned-partition.js';
import type { ConsumerLimits } from './consumer-limits.js';
import type { StartPosition } from './start-position.js';
import type { Incident } from './incident.js';
import type { RecordProcessor } from './record-processor.js';
import type { SeenPartitions } from './seen-partitions.js';
import type { OffsetSpan } from './undone-within.js';

export interface KnownPosition extends RecordPosition {
  /** What is done above the offset, ascending, both ends inclusive. */
  readonly doneAbove?: readonly (readonly [first: number, last: number])[];
}

/** What a member of a group needs, whatever it does with the records. */
export interface MemberOptions {
  readonly transport: Transport;
  readonly groupId: string;
  /** May differ from join to join. */
  readonly topics: readonly string[];
  /** Asked before each join. A retryable error waits and asks again, any other refuses the start. */
  readonly prepare?: () => Promise<void>;
  /** Whether the topic may be deleted while it is read: the member then joins anew without it. */
  readonly mayVanish?: (topic: string) => boolean;
  /** Where each partition starts, asked at every assignment. A retryable error waits and asks again, any other refuses. */
  readonly findStarts: (
    partitions: readonly TopicPartition[],
    seen: SeenPartitions,
  ) => Promise<readonly StartPosition[]>;
  /** Present for a group whose partitions stop where the log lost something; absent for one that records it and goes on. */
  readonly incidents?: IncidentHandling;
  /** Asked before anything is read. A retryable error waits and asks again; any other refuses: the consumer fails and leaves the group. */
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => Promise<void>;
  readonly limits?: Partial<ConsumerLimits>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface IncidentHandling {
  /** Told of every incident once. */
  readonly onIncident: (incident: Incident) => void;
  /** With a state store: an operator wants that exactly this is done. Resolves when it is stored. */
  readonly replaceDone?: ((done: DoneOffsets) => Promise<void>) | undefined;
  /** With a state store: the span counts as done although nothing of it was. Resolves when it is stored. */
  readonly markSkipped?: ((assigned: AssignedPartition, span: OffsetSpan) => Promise<void>) | undefined;
  /** Whether records that vanished from the topic leave nothing behind but a gap: work can go on where it stands. */
  readonly isSource: (topic: string) => boolean;
}

export interface RecordConsumerOptions extends Omit<
  MemberOptions,
  'findStarts' | 'incidents' | 'prepare' | 'mayVanish'
> {
  /** Position of a partition for which neither `startPositions` nor the group's commits name one. */
  readonly startFrom: 'beginning' | 'latest';
  /** Positions kept outside the log (audit store): they are the truth and the group's commits a hint. May throw to be asked again later. */
  readonly startPositions?: (partitions: readonly TopicPartition[]) => Promise<readonly KnownPosition[]>;
  readonly process: RecordProcessor;
}
