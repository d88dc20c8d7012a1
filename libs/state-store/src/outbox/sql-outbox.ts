import type {
  Clock,
  Outbox,
  OutboxBacklog,
  OutboxClaim,
  OutboxEntry,
  OutboxPage,
  OutboxRecord,
} from '@spillway/streaming';
import { sql, type QueryExecutorProvider } from 'kysely';
import { addRecordsStatement } from './add-records-statement.js';
import { toOutboxEntry, type OutboxRow } from './outbox-row.js';

/** Waits for the right to publish among all processes of the database. */
export type ClaimOutbox = (signal: AbortSignal) => Promise<OutboxClaim | undefined>;

interface Parts {
  readonly db: QueryExecutorProvider;
  readonly clock: Clock;
  readonly claim: ClaimOutbox;
}

const maxCounted = 100_000;

/** The outbox in PostgreSQL: one statement per call. */
export class SqlOutbox implements Outbox<QueryExecutorProvider> {
  readonly #closed = new AbortController();
  readonly #claims = new Set<OutboxClaim>();

  constructor(private readonly parts: Parts) {}

  async add(tx: QueryExecutorProvider, records: readonly OutboxRecord[]): Promise<void> {
    if (records.length === 0) return;
    await addRecordsStatement(records, new Date(this.parts.clock.nowMs())).execute(tx);
  }

  async claim(signal: AbortSignal): Promise<OutboxClaim | undefined> {
    const claim = await this.parts.claim(AbortSignal.any([signal, this.#closed.signal]));
    if (claim === undefined) return undefined;
    const release = async (): Promise<void> => {
      if (this.#claims.delete(counted)) await claim.release();
    };
    const counted: OutboxClaim = { ...claim, release };
    this.#claims.add(counted);
    return counted;
  }

  async next(page: OutboxPage): Promise<readonly OutboxEntry[]> {
    const { rows } = await sql<OutboxRow>`
      WITH head AS (
        SELECT position, size_bytes FROM outbox_events
        WHERE (sequence IS NULL OR sequence <> ALL (${page.exceptSequences}::bigint[]))
          AND position <> ALL (${page.exceptPositions}::bigint[])
        ORDER BY position LIMIT ${page.maxEntries}
      ), measured AS (
        SELECT position, sum(size_bytes) OVER (ORDER BY position) - size_bytes AS bytes_before FROM head
      )
      SELECT e.position, e.topic, e.partition, e.key, e.value, e.headers, e.timestamp_ms, e.sequence, e.added_at
      FROM measured m JOIN outbox_events e ON e.position = m.position
      WHERE m.bytes_before < ${page.maxBytes} ORDER BY e.position`.execute(this.parts.db);
    return rows.map(toOutboxEntry);
  }

  async remove(positions: readonly number[]): Promise<void> {
    await sql`DELETE FROM outbox_events WHERE position = ANY (${positions}::bigint[])`.execute(this.parts.db);
  }

  async backlog(): Promise<OutboxBacklog> {
    const { rows } = await sql<{ entries: number; oldest: Date | null }>`
      SELECT
        (SELECT count(*) FROM (SELECT 1 FROM outbox_events LIMIT ${maxCounted}) AS counted) AS entries,
        (SELECT added_at FROM outbox_events ORDER BY position LIMIT 1) AS oldest`.execute(this.parts.db);
    const [row] = rows;
    return { entries: row?.entries ?? 0, oldestAddedAtMs: row?.oldest?.getTime() };
  }

  /** Ends what claims and waits for one. */
  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all([...this.#claims].map((claim) => claim.release()));
  }
}
