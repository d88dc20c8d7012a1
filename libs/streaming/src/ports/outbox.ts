import type { OutgoingRecord } from './record.js';

/** A record that waits to be published. Its headers carry the identity of its event, which stays for every try. */
export type OutboxRecord = Omit<OutgoingRecord, 'isCopy' | 'mayWait'>;

export interface OutboxEntry {
  /** Grows in the order in which the entries of one sequence were committed. */
  readonly position: number;
  /** Entries with the same number go to the log one after the other; undefined: in no order (a record without a key). */
  readonly sequence: number | undefined;
  readonly record: OutboxRecord;
  readonly addedAtMs: number;
}

export interface OutboxPage {
  /** Entries of these sequences are left out, and these alone. */
  readonly exceptSequences: readonly number[];
  readonly exceptPositions: readonly number[];
  readonly maxEntries: number;
  /** Of keys, values and headers in all; one larger entry is answered alone. */
  readonly maxBytes: number;
}

export interface OutboxBacklog {
  /** How many wait; counted up to 100,000. */
  readonly entries: number;
  /** When the first of them was added; undefined when none waits. */
  readonly oldestAddedAtMs: number | undefined;
}

/** The right to publish what waits: one holder at a time among all processes on the database. */
export interface OutboxClaim {
  /** Aborts when the claim is lost: another may hold it by now. */
  readonly lost: AbortSignal;
  /** Calls back after each commit that added something, from any process; at the latest when it is seen by reading. */
  onAdded(listener: () => void): void;
  release(): Promise<void>;
}

/**
 * Events that are published because a transaction committed, kept in the database of that transaction until they are in
 * the log.
 */
export interface Outbox<Tx> {
  /**
   * Adds records in the caller's transaction: they are published after its commit, never before, and not at all when it
   * rolls back. Records of one key and topic go to the log in the order of their commits: from here to its end the
   * transaction makes others wait that add the same key. Two that add the same keys in opposite orders may meet in a
   * deadlock (`SPW-6006`, retryable); one call with all of a transaction's records avoids it.
   */
  add(tx: Tx, records: readonly OutboxRecord[]): Promise<void>;
  /**
   * Waits for the right to publish; undefined when the signal fires before.
   *
   * @throws SpillwayError `SPW-6001` the database is not reachable
   */
  claim(signal: AbortSignal): Promise<OutboxClaim | undefined>;
  /**
   * The first that are committed and wait, by position. There is no going on behind a position: one that is smaller may
   * commit later, and a later entry of its sequence must not come before it.
   */
  next(page: OutboxPage): Promise<readonly OutboxEntry[]>;
  /** Takes out what is in the log. Positions that are gone already are fine. */
  remove(positions: readonly number[]): Promise<void>;
  backlog(): Promise<OutboxBacklog>;
}
