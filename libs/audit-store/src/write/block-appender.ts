import type { AuditBlock, Clock, Metrics } from '@spillway/streaming';
import { storeFailure } from '../connection/store-failure.js';
import { ByteWriter } from '../encode/byte-writer.js';
import { deduplicationToken } from '../encode/deduplication-token.js';
import { encodeInsert } from '../encode/encode-insert.js';
import { eventColumns } from '../encode/event-columns.js';
import { encodeManifests, manifestColumns } from '../encode/manifest-columns.js';
import { planInserts } from '../encode/plan-inserts.js';
import type { BlockWriter } from './block-writer.js';

export interface BlockAppenderOptions {
  readonly writer: BlockWriter;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** New with every start, see deduplicationToken. */
  readonly tokenSalt: string;
}

/** Writes blocks: rows first, then the manifest that vouches for them. One insert at a time; the buffers are used again. */
export class BlockAppender {
  readonly #rows = new ByteWriter();
  readonly #manifests = new ByteWriter();
  #tail: Promise<void> = Promise.resolve();

  constructor(private readonly options: BlockAppenderOptions) {}

  /** @throws SpillwayError `SPW-7002` retry the same blocks · `SPW-7004` a value no log can hold */
  append(blocks: readonly AuditBlock[]): Promise<void> {
    const result = this.#tail.then(() => this.#appendAll(blocks));
    this.#tail = result.catch(() => {});
    return result;
  }

  /** Resolves when no insert is in flight. */
  settled(): Promise<void> {
    return this.#tail;
  }

  async #appendAll(blocks: readonly AuditBlock[]): Promise<void> {
    for (const insert of planInserts(blocks)) await this.#insert(insert);
  }

  async #insert(blocks: readonly AuditBlock[]): Promise<void> {
    const { writer, clock, metrics, tokenSalt } = this.options;
    const startMs = clock.nowMs();
    const { bytes, rows, manifests } = encodeInsert(this.#rows, blocks, startMs);
    try {
      if (rows > 0) {
        const token = deduplicationToken('events', manifests, tokenSalt);
        await writer.insert({ table: 'events', columns: eventColumns, bytes, token });
      }
      const manifest = encodeManifests(this.#manifests, manifests);
      const token = deduplicationToken('blocks', manifests, tokenSalt);
      await writer.insert({ table: 'blocks', columns: manifestColumns, bytes: manifest, token });
    } catch (error) {
      throw storeFailure(error, `inserting ${rows} rows`);
    }
    metrics.observe('spillway_audit_insert_batch_size', rows);
    metrics.observe('spillway_audit_insert_duration_seconds', (clock.nowMs() - startMs) / 1000);
  }
}
