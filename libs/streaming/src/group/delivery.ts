import type { EventDefinition, EventEnvelope } from '@spillway/events';
import type { LogRecord } from '../ports/record.js';
import type { PublishedEvent } from './published-event.js';

/** What a handler may say about an event it publishes; identity, cause and correlation follow from what it handles. */
export interface FollowUpAttributes {
  /** Default: the source of the event that is handled. */
  readonly source?: string;
  readonly subject?: string;
  /** When it happened; now when absent. */
  readonly time?: Date;
}

/** One event given to one group. */
export interface Delivery<T = unknown> {
  readonly event: T;
  readonly definition: EventDefinition<T>;
  readonly envelope: EventEnvelope;
  /** Where the event first lay, also when it comes from a retry topic. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly timestampMs: number;
  /** 1 for the first call of the handler, 2 for its first retry, … */
  readonly attempt: number;
  /**
   * The record at this place may have been given to the group before, by a member that had its partition. False is sure:
   * it lies behind what that member took in all, the group reads the partition for the first time, or the record came to
   * the log after this member had begun. A member says how far it came when it gives a partition up, in a stop or a
   * rebalance; after one that was killed, or whose last commit failed, everything that lay in the log when the next one
   * began may be a repeat, what nobody had come to yet too. A copy in a retry topic counts as a record of its own:
   * whether there were attempts before tells `attempt`. What a zombie does meanwhile is not known.
   */
  readonly redelivered: boolean;
  /** The bytes as they lay in the log. */
  readonly record: LogRecord;
  /**
   * Publishes what follows from this event. It is in the log before this delivery counts as done, under an id derived
   * from this event, the group and a counter: a repeat publishes the same ids. Correlation, causation and trace follow.
   *
   * What cannot be written makes the attempt fail, whether or not the handler looks at it: suspended while the log is
   * away, however the handler itself ended.
   *
   * @throws what `EventPublisher.publish` throws · SpillwayError `SPW-5032` after the handler or its unit of work has
   *   ended: a crash could lose it
   */
  publish<E>(definition: EventDefinition<E>, payload: E, attributes?: FollowUpAttributes): Promise<PublishedEvent>;
}
