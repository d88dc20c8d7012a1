import type { TopicPartition } from './record.js';

/** Offsets done in one partition: all below `watermark`, and the runs above it (first, last inclusive; ascending, disjoint). */
export interface DoneOffsets extends TopicPartition {
  readonly watermark: number;
  readonly runs: readonly (readonly [first: number, last: number])[];
}

export interface EventIdentity {
  readonly source: string;
  readonly id: string;
}

/** What one transaction adds for one partition. */
export interface InboxUpdate {
  readonly done: DoneOffsets;
  /** Distinct events completed and dead letters parked by this update, for the group's totals. */
  readonly completed: number;
  readonly deadLettered: number;
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
  /** The same inside a transaction, locking the rows in a fixed order so that two owners of a partition go one after the other. */
  lock(tx: Tx, groupId: string, partitions: readonly TopicPartition[]): Promise<readonly DoneOffsets[]>;
  /** For each identity whether it is new to the group (index-aligned; a repeat inside the list is new once). Remembers the new ones for the window. */
  admit(tx: Tx, groupId: string, topic: string, identities: readonly EventIdentity[]): Promise<readonly boolean[]>;
  record(tx: Tx, groupId: string, updates: readonly InboxUpdate[]): Promise<void>;
  totals(groupId: string): Promise<readonly GroupTotals[]>;
}

/**
 * The service's own database. `Tx` is whatever the adapter gives handlers to write with (Kysely's `Transaction` for
 * PostgreSQL and PGlite).
 */
export interface StateStore<Tx = unknown> {
  readonly inbox: Inbox<Tx>;
  /** True when the database serves this process alone (PGlite): a second member in the group is refused. */
  readonly embedded: boolean;
  /** Commits when `work` resolves, rolls back when it rejects. `SPW-6001` (retryable) when the database is not reachable. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Resolves with the reason when it will not answer again in this process. Absent: it never comes to that. */
  readonly broken?: Promise<unknown>;
  close(): Promise<void>;
}
