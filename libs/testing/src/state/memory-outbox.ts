import type { Outbox, OutboxBacklog, OutboxClaim, OutboxEntry, OutboxPage, OutboxRecord } from '@spillway/streaming';
import type { MemoryTransaction } from './memory-transaction.js';

/** The outbox in memory; transactions run one at a time, so positions are drawn in the order of the commits. */
export class MemoryOutbox implements Outbox<MemoryTransaction> {
  #entries: readonly OutboxEntry[] = [];
  #added = 0;
  #free: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<() => void>();
  readonly #sequences = new Map<string, number>();

  constructor(private readonly nowMs: () => number) {}

  async add(tx: MemoryTransaction, records: readonly OutboxRecord[]): Promise<void> {
    if (records.length === 0) return;
    tx.onCommit(() => {
      const added = records.map((record) => this.#toEntry(record));
      this.#entries = [...this.#entries, ...added];
      for (const tell of this.#listeners) tell();
    });
  }

  async claim(signal: AbortSignal): Promise<OutboxClaim | undefined> {
    const free = this.#free;
    const released = Promise.withResolvers<void>();
    this.#free = free.then(() => released.promise);
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => aborted.resolve(), { once: true });
    if (!signal.aborted) await Promise.race([free, aborted.promise]);
    if (signal.aborted) {
      released.resolve();
      return undefined;
    }
    const own = new Set<() => void>();
    return {
      lost: new AbortController().signal,
      onAdded: (listener) => {
        own.add(listener);
        this.#listeners.add(listener);
      },
      release: async () => {
        for (const listener of own) this.#listeners.delete(listener);
        released.resolve();
      },
    };
  }

  async next({ exceptSequences, exceptPositions, maxEntries, maxBytes }: OutboxPage): Promise<readonly OutboxEntry[]> {
    const page: OutboxEntry[] = [];
    let bytes = 0;
    for (const entry of this.#entries) {
      if (exceptPositions.includes(entry.position)) continue;
      if (entry.sequence !== undefined && exceptSequences.includes(entry.sequence)) continue;
      if (page.length === maxEntries || bytes >= maxBytes) break;
      page.push(entry);
      bytes += (entry.record.key?.length ?? 0) + (entry.record.value?.length ?? 0);
    }
    return page;
  }

  async remove(positions: readonly number[]): Promise<void> {
    const gone = new Set(positions);
    this.#entries = this.#entries.filter(({ position }) => !gone.has(position));
  }

  async backlog(): Promise<OutboxBacklog> {
    return { entries: this.#entries.length, oldestAddedAtMs: this.#entries[0]?.addedAtMs };
  }

  #toEntry(record: OutboxRecord): OutboxEntry {
    return { position: ++this.#added, sequence: this.#sequenceOf(record), record, addedAtMs: this.nowMs() };
  }

  #sequenceOf({ topic, key, partition }: OutboxRecord): number | undefined {
    if (key === null && partition === undefined) return undefined;
    const name = JSON.stringify([topic, key?.toString('base64') ?? partition]);
    const known = this.#sequences.get(name) ?? this.#sequences.size + 1;
    this.#sequences.set(name, known);
    return known;
  }
}
