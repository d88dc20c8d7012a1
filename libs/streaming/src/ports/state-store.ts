import type { Outbox } from './outbox.js';
import type { TopicPartition } from './record.js';

/** Offsets done in one partition: all below `watermark`, and the runs above it (first, last inclusive; ascending, disjoint). */
export interface DoneOffsets extends TopicPartition {
  readonly watermark: number;
  readonly runs: readonly (readonly [first: number, last: number])[];
  /** Which life of the topic the offsets belong to; absent when it is not known. */
  readonly topicId?: string;
}

export interface EventIdentity {
  readonly source: string;
  readonly id: string;
}

/** What one delivery, or a few of one partition, adds when it is done. */
export interface DoneMark extends TopicPartition {
  /** First and last offset, inclusive; in any order, they may overlap. */
  readonly runs: readonly (readonly [first: number, last: number])[];
  readonly completed: number;
  readonly deadLettered: number;
  /** Where the group began: all below counts as done for a partition of which nothing is known yet; else it says nothing. */
  readonly startOffset: number;
  /** Which life of the topic the offsets belong to. A partition of which another life is known stays as it is. */
  readonly topicId?: string;
}

export interface GroupTotals {
  readonly topic: string;
  readonly completed: number;
  readonly deadLettered: number;
}

/**
 * Which deliveries of a group are done, kept in the same transaction as the handler's changes. For a group with a
 * state store this is the truth and Kafka's committed offset a hint.
 */
export interface Inbox<Tx> {
  /** What is done in these partitions; a partition never seen is absent. */
  load(groupId: string, partitions: readonly TopicPartition[]): Promise<readonly DoneOffsets[]>;
  /** For each identity whether it is new to the group (index-aligned; a repeat inside the list is new once). Remembers the new ones for the window. */
  admit(tx: Tx, groupId: string, topic: string, identities: readonly EventIdentity[]): Promise<readonly boolean[]>;
  /**
   * Whether the group counts these identities already (index-aligned), by what is committed. Neither locks nor writes.
   * Not to be awaited within a transaction: an embedded database runs one statement after the other.
   */
  known(groupId: string, topic: string, identities: readonly EventIdentity[]): Promise<readonly boolean[]>;
  /** Takes back what `admit` answered as new in the same transaction: whoever asks next gets it as new again. */
  forget(tx: Tx, groupId: string, topic: string, identities: readonly EventIdentity[]): Promise<void>;
  /**
   * Adds offsets to what is done. The rows of the partitions are locked from here to the commit only, in an order of
   * their own, so that two that mark the same ones go one after the other and never wait in a circle. As the last statement of its transaction it lets deliveries of one partition run side by side. Offsets
   * done already stay done. A mark adds to the totals unless every offset of it was done before: one that is sent again
   * after a commit without an answer counts once.
   */
  markDone(tx: Tx, groupId: string, marks: readonly DoneMark[]): Promise<void>;
  /** An operator wants it: from now on exactly this is done in these partitions, whatever was before. Totals stay. */
  replace(tx: Tx, groupId: string, done: readonly DoneOffsets[]): Promise<void>;
  totals(groupId: string): Promise<readonly GroupTotals[]>;
}

/**
 * The service's own database. `Tx` is whatever the adapter gives handlers to write with (Kysely's `Transaction` for
 * PostgreSQL and PGlite).
 */
export interface StateStore<Tx = unknown> {
  readonly inbox: Inbox<Tx>;
  readonly outbox: Outbox<Tx>;
  /** True when the database serves this process alone (PGlite): a second member in the group is refused. */
  readonly embedded: boolean;
  /** Commits when `work` resolves, rolls back when it rejects. `SPW-6001` (retryable) when the database is not reachable. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Resolves with the reason when it will not answer again in this process. Absent: it never comes to that. */
  readonly broken?: Promise<unknown>;
  close(): Promise<void>;
}
