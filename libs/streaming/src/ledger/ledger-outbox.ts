import { envelopeToHeaders, type EventDefinition } from '@spillway/events';
import type { EventCodec, MutableHeaders } from '../ports/event-codec.js';
import type { OutgoingRecord } from '../ports/record.js';
import type { RecordSink } from '../ports/record-sink.js';

/** One ledger event on its way into the log; encoded once, so that a repeat has the same identity and bytes. */
export interface LedgerEntry<T = unknown> {
  readonly definition: EventDefinition<T>;
  readonly payload: T;
  readonly id: string;
  readonly timeMs: number;
  /** What it takes in memory, roughly. */
  readonly sizeBytes: number;
}

interface Waiting {
  readonly entry: LedgerEntry;
  record?: OutgoingRecord;
}

export interface LedgerOutboxOptions {
  readonly sink: RecordSink;
  readonly codec: Pick<EventCodec, 'encode'>;
  /** CloudEvents `source` of the entries. */
  readonly source: string;
}

/** Entries that are not in the log yet, in the order they were given. None leaves before its ack. */
export class LedgerOutbox {
  #waiting: Waiting[] = [];
  #sizeBytes = 0;

  constructor(private readonly options: LedgerOutboxOptions) {}

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  add<T>(entry: LedgerEntry<T>): void {
    this.#waiting.push({ entry: entry as unknown as LedgerEntry });
    this.#sizeBytes += entry.sizeBytes;
  }

  /**
   * Writes all. One at a time: the caller waits for the end of one call before the next.
   *
   * @returns how many are in the log now
   * @throws the first failure of codec or sink; what is not surely in the log stays
   */
  async write(): Promise<number> {
    const batch = [...this.#waiting];
    for (const waiting of batch) waiting.record ??= await this.#toRecord(waiting.entry);
    const results = await Promise.allSettled(batch.map(({ record }) => this.options.sink.append(record!)));
    const kept = unacked(batch, results);
    this.#waiting = [...kept, ...this.#waiting.slice(batch.length)];
    this.#sizeBytes = this.#waiting.reduce((bytes, { entry }) => bytes + entry.sizeBytes, 0);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return batch.length;
  }

  async #toRecord({ definition, payload, id, timeMs }: LedgerEntry): Promise<OutgoingRecord> {
    const { codec, source } = this.options;
    const headers: MutableHeaders = envelopeToHeaders({
      id,
      source,
      type: definition.type,
      time: new Date(timeMs).toISOString(),
    });
    const encoded = codec.encode(definition, payload, headers);
    return {
      topic: definition.topic,
      key: Buffer.from(definition.key(payload)),
      value: encoded instanceof Promise ? await encoded : encoded,
      headers,
      mayWait: true,
    };
  }
}

/** Of each key everything from its first failure on: written again, the last copies lie in the order of the facts. */
function unacked(batch: readonly Waiting[], results: readonly PromiseSettledResult<unknown>[]): Waiting[] {
  const failedKeys = new Set<string>();
  return batch.filter(({ record }, index) => {
    const key = String(record!.key);
    if (results[index]!.status === 'rejected') failedKeys.add(key);
    return failedKeys.has(key);
  });
}
