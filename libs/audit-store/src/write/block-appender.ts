import { SpillwayError } from '@spillway/events';
import {
  failpoint,
  type AppendOptions,
  type AuditBlock,
  type Clock,
  type Metrics,
  type RefusedRecord,
} from '@spillway/streaming';
import { storeFailure } from '../connection/store-failure.js';
import { ByteWriter } from '../encode/byte-writer.js';
import { deduplicationToken } from '../encode/deduplication-token.js';
import { deliveryColumns } from '../encode/delivery-columns.js';
import type { DeliveryRow } from '../encode/delivery-row.js';
import { encodeDeliveryInserts } from '../encode/encode-delivery-inserts.js';
import { encodeInsert, type EncodedInsert } from '../encode/encode-insert.js';
import { eventColumns } from '../encode/event-columns.js';
import { ledgerRowsOf } from '../encode/ledger-rows-of.js';
import { encodeManifests, manifestColumns } from '../encode/manifest-columns.js';
import { manifestsOf } from '../encode/manifests-of.js';
import { insertLimits, planInserts } from '../encode/plan-inserts.js';
import { recordedAt } from '../encode/recorded-at.js';
import { encodeRefusals, refusalColumns } from '../encode/refusal-columns.js';
import type { BlockWriter } from './block-writer.js';
import { insertBisecting, type RefusedIndex } from './insert-bisecting.js';
import { refusedRecords } from './refused-records.js';
import { WholeRefusals } from './whole-refusals.js';

export interface BlockAppenderOptions {
  readonly writer: BlockWriter;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Makes salts, see deduplicationToken. */
  readonly newId: () => string;
  /** Bytes after which an insert is full. */
  readonly maxInsertBytes?: number | undefined;
}

/** Writes blocks: rows first, then the manifest that vouches for them. One insert is in flight while the next is encoded. */
export class BlockAppender {
  readonly #free = [new ByteWriter(), new ByteWriter()];
  readonly #waiting: ((buffer: ByteWriter) => void)[] = [];
  readonly #small = new ByteWriter();
  readonly #deliveries = new ByteWriter();
  readonly #wholeRefusals = new WholeRefusals();
  readonly #running = new Set<Promise<void>>();
  #tail: Promise<unknown> = Promise.resolve();
  #tokenSalt: string;

  constructor(private readonly options: BlockAppenderOptions) {
    this.#tokenSalt = options.newId();
  }

  /** What was appended may be gone and is to be taken again, although ClickHouse remembers its tokens. */
  renewTokens(): void {
    this.#tokenSalt = this.options.newId();
  }

  /**
   * @throws SpillwayError `SPW-7002` retry the same blocks · `SPW-7004` a value no log can hold · `SPW-7011` ClickHouse
   *   refuses too many rows, as the table is wrong, or one that nobody keeps · what `keepRefused` throws
   */
  append(blocks: readonly AuditBlock[], options: AppendOptions = {}): Promise<void> {
    const appended = this.#append(blocks, options).finally(() => this.#running.delete(appended));
    this.#running.add(appended);
    return appended;
  }

  async #append(blocks: readonly AuditBlock[], options: AppendOptions): Promise<void> {
    const { maxInsertBytes: maxBytes = insertLimits.maxBytes, clock } = this.options;
    for (const insert of planInserts(blocks, { ...insertLimits, maxBytes })) {
      const buffer = await this.#takeBuffer();
      try {
        const encoding = encodeInsert(buffer, insert, clock.nowMs());
        // Waited for below, when it is this insert's turn.
        encoding.catch(() => {});
        // In the order in which they were given, however quickly each is encoded: a partition is stored from its beginning.
        await this.#inTurn(async () => this.#insert(insert, await encoding, options));
      } finally {
        this.#giveBuffer(buffer);
      }
    }
  }

  /**
   * Entries of ledger records that are stored already.
   *
   * @returns how many the table took
   * @throws SpillwayError `SPW-7002` · `SPW-7011` more than 100 of one insert are refused
   */
  appendDeliveries(rows: readonly DeliveryRow[], token: string): Promise<number> {
    return this.#inTurn(async () => {
      try {
        return rows.length - (await this.#writeDeliveries(rows, token, this.options.clock.nowMs()));
      } catch (error) {
        throw storeFailure(error, `inserting ${rows.length} entries of the ledger`);
      }
    });
  }

  /** Resolves when nothing is being appended: neither an insert in flight nor one that comes behind it. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#running, this.#tail]);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => {});
    return result;
  }

  async #takeBuffer(): Promise<ByteWriter> {
    return this.#free.pop() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBuffer(buffer: ByteWriter): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(buffer);
    else next(buffer);
  }

  async #insert(blocks: readonly AuditBlock[], encoded: EncodedInsert, { keepRefused }: AppendOptions): Promise<void> {
    const { clock, metrics } = this.options;
    const startMs = clock.steadyMs();
    // Hours are rolled up a while after their last row was recorded, and this one may have waited long for its turn.
    const rows = recordedAt(encoded, clock.nowMs());
    try {
      await failpoint('before-audit-insert');
      const refused = await this.#insertEvents(rows);
      await failpoint('after-audit-insert');
      this.#wholeRefusals.check(rows.starts.length, refused);
      if (refused.length > 0) await this.#noteRefused(refusedRecords(blocks, refused), rows, keepRefused);
      const indexes = new Set(refused.map(({ index }) => index));
      const stored = indexes.size === 0 ? rows : { ...rows, manifests: manifestsOf(blocks, rows, indexes) };
      await this.#insertDeliveries(blocks, stored, indexes);
      await failpoint('before-audit-manifest');
      await this.#vouch(stored);
      await failpoint('after-audit-manifest');
      this.#wholeRefusals.noteDone(rows.starts.length, refused);
    } catch (error) {
      throw storeFailure(error, `inserting ${rows.starts.length} rows`);
    }
    metrics.observe('spillway_audit_insert_batch_size', rows.starts.length);
    metrics.observe('spillway_audit_insert_duration_seconds', (clock.steadyMs() - startMs) / 1000);
  }

  #insertEvents(rows: EncodedInsert): Promise<readonly RefusedIndex[]> {
    const token = this.#token('events', rows);
    return insertBisecting(this.options.writer, { table: 'events', columns: eventColumns, token }, rows);
  }

  /** Kept elsewhere first: what is noted here counts as accounted for. */
  async #noteRefused(
    refused: readonly RefusedRecord[],
    rows: EncodedInsert,
    keepRefused: AppendOptions['keepRefused'],
  ): Promise<void> {
    if (keepRefused === undefined) throw nobodyKeeps(refused);
    await keepRefused(refused);
    await failpoint('after-audit-refused');
    const refusals = refused.map(({ topic, topicId, partition, row, reason }) => {
      return { topic, topicId, partition, offset: row.offset, reason, recordedAt: rows.recordedAtMs };
    });
    const bytes = encodeRefusals(this.#small, refusals);
    const token = this.#token('refusals', rows);
    await this.options.writer.insert({ table: 'refusals', columns: refusalColumns, bytes, token });
  }

  /** What the blocks' ledger records say, as rows of their own. Before the manifest, which vouches for these as well. */
  async #insertDeliveries(
    blocks: readonly AuditBlock[],
    rows: EncodedInsert,
    refused: ReadonlySet<number>,
  ): Promise<void> {
    let unread = 0;
    const entries = ledgerRowsOf(blocks, refused, () => (unread += 1));
    // Not of the records' insert: who keeps refused ones may have been waited for.
    await this.#writeDeliveries(entries, this.#token('deliveries', rows), this.options.clock.nowMs());
    if (unread > 0) this.options.metrics.increment('spillway_audit_ledger_unread_total', unread);
  }

  /** Their record is stored, and what it says can be read there: so none is waited for, also when the table takes none of a few. */
  async #writeDeliveries(entries: Iterable<DeliveryRow>, token: string, recordedAtMs: number): Promise<number> {
    const { writer, metrics } = this.options;
    let insert = 0;
    let unread = 0;
    for (const rows of encodeDeliveryInserts(this.#deliveries, entries, recordedAtMs)) {
      const target = { table: 'deliveries', columns: deliveryColumns, token: `${token}+${insert++}` };
      const refused = await insertBisecting(writer, target, rows);
      await failpoint('after-audit-deliveries');
      unread += refused.length;
      if (refused.length > 0) metrics.increment('spillway_audit_ledger_unread_total', refused.length);
    }
    return unread;
  }

  async #vouch(rows: EncodedInsert): Promise<void> {
    const bytes = encodeManifests(this.#small, rows.manifests);
    const token = this.#token('blocks', rows);
    await this.options.writer.insert({ table: 'blocks', columns: manifestColumns, bytes, token });
  }

  #token(table: string, { manifests }: EncodedInsert): string {
    return deduplicationToken(table, manifests, this.#tokenSalt);
  }
}

function nobodyKeeps(refused: readonly RefusedRecord[]): SpillwayError {
  const { topic, partition, row, reason } = refused[0]!;
  const detail = `ClickHouse refused ${topic}/${partition}@${row.offset} (${reason}) and nobody keeps it`;
  return new SpillwayError('SPW-7011', detail, { context: { topic, partition, offset: row.offset, reason } });
}
