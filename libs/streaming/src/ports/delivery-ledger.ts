import type { TopicPartition } from './record.js';

/** Deliveries of one partition that ended as plain successes: first attempt, handled, nothing else to say. */
export interface CompletedDeliveries extends TopicPartition {
  /** Which life of the topic it is; absent when that is not known. */
  readonly topicId?: string | undefined;
  readonly first: number;
  /** Inclusive. Offsets in between that hold no record may be covered. */
  readonly last: number;
  /** How many records that is; every offset when absent. */
  readonly count?: number;
  /** Time of each one; of a batch, its share. */
  readonly durationMs: number;
}

/**
 * How a delivery ended, or what became of it for now.
 * `completed` not at the first attempt · `retried` parked in a tier after a failure · `held` parked behind its key ·
 * `dead-lettered` given up · `suspended` waits for a dependency · `skipped` a copy that is parked or done elsewhere ·
 * `lost` the log no longer holds it.
 */
export type NotedOutcome = 'completed' | 'retried' | 'held' | 'dead-lettered' | 'suspended' | 'skipped' | 'lost';

/** Where a record first lay. */
export interface DeliveryOrigin extends TopicPartition {
  readonly offset: number;
  readonly topicId?: string | undefined;
}

/** One thing worth saying about one delivery. Texts are bounded by the ledger; none of them is payload. */
export interface DeliveryNote extends TopicPartition {
  readonly offset: number;
  /** Which life of the topic it is; absent when that is not known. */
  readonly topicId?: string | undefined;
  /** Of a range (`lost`, `skipped`): its inclusive end. */
  readonly lastOffset?: number | undefined;
  /** Absent when the record lies where it first lay. */
  readonly origin?: DeliveryOrigin | undefined;
  readonly handler?: string | undefined;
  /** 1, 2, …; 0 when no handler was called. */
  readonly attempt: number;
  readonly outcome: NotedOutcome;
  /** Delay name of the tier the record lay in, e.g. `10s`; absent on the main topic. */
  readonly fromTier?: string | undefined;
  /** Delay name of the tier it was parked in. */
  readonly toTier?: string | undefined;
  readonly causeClass?: string | undefined;
  readonly causeCode?: string | undefined;
  readonly fingerprint?: string | undefined;
  /** The dependency it waits for. */
  readonly dependency?: string | undefined;
  readonly durationMs: number;
  readonly redriveJob?: string | undefined;
  readonly eventSource?: string | undefined;
  readonly eventId?: string | undefined;
  readonly eventType?: string | undefined;
  readonly correlationId?: string | undefined;
}

/**
 * The record of what became of every delivery of one group, kept in the log. Facts are given as they happen and are in
 * the log when `flush` resolves; a group flushes before it commits, and at the latest a second after a fact.
 */
export interface DeliveryLedger {
  /** Hot path: keeps nothing of the argument, so one object may serve every call. */
  completed(deliveries: CompletedDeliveries): void;
  noted(note: DeliveryNote): void;
  /**
   * Resolves when everything given before the call is in the log. Free when there is nothing.
   *
   * @throws SpillwayError `SPW-5101` (retryable): what was given is kept and written by a later call; nothing may be
   *   committed for it meanwhile
   */
  flush(): Promise<void>;
  /** True while so much waits to be written that no more deliveries may begin: take no more until a flush resolved. */
  readonly isFull: boolean;
}

/** For groups that keep no ledger. */
export const noLedger: DeliveryLedger = { completed() {}, noted() {}, flush: () => Promise.resolve(), isFull: false };
