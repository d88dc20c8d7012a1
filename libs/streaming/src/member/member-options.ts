import type { ConsumerLimits } from '../assignment/consumer-limits.js';
import type { IncidentHandling } from '../assignment/incident-handling.js';
import type { SeenPartitions } from '../assignment/seen-partitions.js';
import type { StartPosition } from '../assignment/start-position.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import type { TopicPartition } from '../ports/record.js';
import type { Transport } from '../ports/transport.js';

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
