import type { EventDefinition, EventEnvelope } from '@spillway/events';
import type { LogRecord } from '../ports/record.js';
import type { Outcome } from './outcome.js';

/** One event given to one group. */
export interface Delivery<T = unknown> {
  readonly event: T;
  readonly definition: EventDefinition<T>;
  readonly envelope: EventEnvelope;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly timestampMs: number;
  /** The record may have been given to this group before: a restart or a rebalance lies in between. */
  readonly redelivered: boolean;
  /** The bytes as they lay in the log. */
  readonly record: LogRecord;
}

export interface HandlerContext<Tx = unknown> {
  /** The transaction that also holds the inbox: what is written with it happens exactly once. Undefined for a group without state. */
  readonly transaction: Tx;
  /** Fires when the group stops or loses the partition. */
  readonly signal: AbortSignal;
}

/** Handles many deliveries of a group at once. Returns one outcome each (index-aligned), or nothing for all completed. */
export interface BatchHandler<T = unknown, Tx = unknown> {
  handleBatch(
    deliveries: readonly Delivery<T>[],
    context: HandlerContext<Tx>,
  ): Promise<readonly Outcome[] | void> | readonly Outcome[] | void;
}

/** Handles one delivery. */
export interface Handler<T = unknown, Tx = unknown> {
  handle(event: T, delivery: Delivery<T>, context: HandlerContext<Tx>): Promise<Outcome | void> | Outcome | void;
}
