import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import type { RecordPosition, TopicPartition } from '../ports/record.js';
import type { Transport } from '../ports/transport.js';
import type { ConsumerLimits } from './consumer-limits.js';
import type { RecordProcessor } from './record-processor.js';

export interface KnownPosition extends RecordPosition {
  /** What is done above the offset, ascending, both ends inclusive: looked at when the log has lost the offset itself. */
  readonly doneAbove?: readonly (readonly [first: number, last: number])[];
}

export interface RecordConsumerOptions {
  readonly transport: Transport;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Position of a partition for which neither `startPositions` nor the group's commits name one. */
  readonly startFrom: 'beginning' | 'latest';
  readonly process: RecordProcessor;
  /** Positions kept outside the log (inbox, audit store): they are the truth and the group's commits a hint. May throw to be asked again later. */
  readonly startPositions?: (partitions: readonly TopicPartition[]) => Promise<readonly KnownPosition[]>;
  /** Asked before anything is read. A retryable error waits and asks again; any other refuses: the consumer fails and leaves the group. */
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => Promise<void>;
  readonly limits?: Partial<ConsumerLimits>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
