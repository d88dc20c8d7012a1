import { systemClock, type StateStore } from '@spillway/streaming';
import { MemoryInbox } from './memory-inbox.js';
import { MemoryOutbox } from './memory-outbox.js';
import { MemoryTransaction, type MemoryTables } from './memory-transaction.js';

export interface MemoryStateStore extends StateStore<MemoryTransaction> {
  readonly inbox: MemoryInbox;
  readonly outbox: MemoryOutbox;
}

/**
 * A state store for tests: transactions are real (all or nothing, one after the other), nothing outlives the process.
 * A handler's writes are what it gives to `transaction.onCommit`.
 *
 * @param options.beforeCommit may throw, as a database that goes away at the last moment
 * @param options.nowMs when events are added to the outbox; the system's time when absent
 */
export function memoryStateStore(
  options: { readonly beforeCommit?: () => void; readonly nowMs?: () => number } = {},
): MemoryStateStore {
  const tables: MemoryTables = { positions: new Map(), totals: new Map(), events: new Set() };
  let last: Promise<unknown> = Promise.resolve();
  const run = async <T>(work: (tx: MemoryTransaction) => Promise<T>): Promise<T> => {
    const tx = new MemoryTransaction(tables);
    const result = await work(tx);
    options.beforeCommit?.();
    tx.commit();
    return result;
  };
  return {
    inbox: new MemoryInbox(tables),
    outbox: new MemoryOutbox(options.nowMs ?? systemClock.nowMs),
    embedded: false,
    transaction: <T>(work: (tx: MemoryTransaction) => Promise<T>): Promise<T> => {
      const result = last.then(() => run(work));
      last = result.catch(() => undefined);
      return result;
    },
    close: async () => {},
  };
}
