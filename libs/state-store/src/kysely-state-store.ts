import { SpillwayError } from '@spillway/events';
import type { Inbox, Outbox, StateStore } from '@spillway/streaming';
import type { Kysely, Transaction } from 'kysely';
import type { FifoGate } from './fifo-gate.js';

interface Parts<DB> {
  readonly db: Kysely<DB>;
  readonly inbox: Inbox<Transaction<DB>>;
  readonly outbox: Outbox<Transaction<DB>> & { close(): Promise<void> };
  readonly embedded: boolean;
  /** What transactions pass through. */
  readonly gate: FifoGate;
  /** Resolves when the embedded database has crashed. */
  readonly broken: Promise<unknown>;
  /** Work of the store's own that runs beside the transactions; ends when the signal fires. */
  readonly background: (signal: AbortSignal) => Promise<void>;
  /** Called once, after the last transaction and the connections have ended. */
  readonly onClosed: () => void;
}

/** State in PostgreSQL or in the embedded one. `DB` are the app's own tables, for queries outside of transactions too. */
export class KyselyStateStore<DB> implements StateStore<Transaction<DB>> {
  readonly db: Kysely<DB>;
  readonly inbox: Inbox<Transaction<DB>>;
  readonly outbox: Outbox<Transaction<DB>>;
  readonly embedded: boolean;
  readonly broken: Promise<unknown>;
  readonly #gate: FifoGate;
  readonly #closeOutbox: () => Promise<void>;
  readonly #onClosed: () => void;
  readonly #open = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();
  readonly #background: Promise<void>;
  #closing: Promise<void> | undefined;
  #isBroken = false;

  constructor(parts: Parts<DB>) {
    this.db = parts.db;
    this.inbox = parts.inbox;
    this.outbox = parts.outbox;
    this.#gate = parts.gate;
    this.#closeOutbox = () => parts.outbox.close();
    this.embedded = parts.embedded;
    this.broken = parts.broken;
    void parts.broken.then(() => (this.#isBroken = true));
    this.#onClosed = parts.onClosed;
    this.#background = parts.background(this.#stop.signal);
  }

  /**
   * Runs `work` in a transaction (READ COMMITTED): commits when it resolves, rolls back when it rejects, and rejects
   * with the same error. While all connections are in use it waits for its turn, in the order of the calls.
   *
   * @throws SpillwayError `SPW-6001` not reachable (a commit may have happened: ask the inbox) · `SPW-6006` busy: a lock, or
   *   no connection in time
   */
  async transaction<T>(work: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) throw new SpillwayError('SPW-6001', 'The state store was closed');
    if (this.#isBroken) throw new SpillwayError('SPW-6001', 'The embedded database has crashed');
    const running = this.#gate.run(() => this.db.transaction().execute(work));
    const settled = running.then(noop, noop);
    this.#open.add(settled);
    try {
      return await running;
    } finally {
      this.#open.delete(settled);
    }
  }

  /** Waits for open transactions, then closes. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stop.abort();
    // Nothing may be asked of a crashed engine, not even to end: the process ends with it.
    if (this.#isBroken) return this.#onClosed();
    await Promise.all([...this.#open, this.#background, this.#closeOutbox()]);
    await this.db.destroy().finally(this.#onClosed);
  }
}

function noop(): void {}
