import type { Delivery } from './delivery.js';
import type { Outcome } from './outcome.js';

/** What a handler of single events gets besides the event. */
export interface HandlerContext<Tx = unknown> {
  /** Fires when the time is over, the partition is lost, or the group stops. */
  readonly signal: AbortSignal;
  /**
   * Runs `work` in one transaction with the inbox: what it writes happens exactly once. At most once per attempt, and
   * the last thing of it that counts: when it has committed, the delivery is done. The attempt ends with it, also where the
   * handler does not wait for it. An attempt whose unit of work is not written is never completed: one that was answered so
   * has failed with the error of the unit, also where the handler caught that. Whoever wants to go on behind an error
   * catches it within `work`, or answers another outcome.
   *
   * @throws SpillwayError `SPW-5032` when called twice, or by a group without a state store
   */
  unitOfWork<T>(work: (transaction: Tx) => Promise<T>): Promise<T>;
}

/** Handles one delivery at a time; the group's `concurrency` says how many run side by side. */
export interface Handler<T = unknown, Tx = unknown> {
  handle(event: T, delivery: Delivery<T>, context: HandlerContext<Tx>): Promise<Outcome | void> | Outcome | void;
}

export interface BatchHandlerContext<Tx = unknown> {
  /** The transaction that also holds the inbox: what is written with it happens exactly once. Undefined for a group without state. */
  readonly transaction: Tx;
  /** Fires when the time is over, the partition is lost, or the group stops. */
  readonly signal: AbortSignal;
}

/**
 * Handles many deliveries of a partition at once. Returns one outcome each (index-aligned), or nothing for all
 * completed. In `key` order a call holds one event per key at most.
 *
 * In `partition` order a call holds what comes next, in that order, and counts up to the first that is not completed: those
 * behind it are given to the handler again after it has ended, as the same attempt, whatever was answered for them. Stop
 * there and answer `behind()` for them: what was done for one of them all the same happens again, and with state the call
 * is rolled back and made again without them. One that failed before stands alone in its call.
 *
 * A call that throws says of no event how it ended: it is repeated in halves until the bad one stands alone, so the good
 * ones are handled again, as the same attempt. One that runs out of time has failed for all its events: each is tried again
 * alone, when its retry is due. With state what a call had written is rolled back first; what it did elsewhere happens
 * again. One outcome each repeats none of them.
 */
export interface BatchHandler<T = unknown, Tx = unknown> {
  handleBatch(
    deliveries: readonly Delivery<T>[],
    context: BatchHandlerContext<Tx>,
  ): Promise<readonly Outcome[] | void> | readonly Outcome[] | void;
}
