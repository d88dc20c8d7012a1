import type { OutboxRecord } from '@spillway/streaming';
import { sql, type RawBuilder } from 'kysely';
import { formatHeaders } from './header-text.js';
import { outboxChannel, sequenceLockClass } from './outbox-names.js';
import { sequenceOf } from './sequence-of.js';

/** So many locks at most lie in one transaction, whatever it adds; the server has a table of a few thousand for all. */
const locks = 1_024;

/**
 * Adds records in their order. Positions are drawn under locks of the records' sequences, held to the end of the
 * transaction: within a sequence they grow in the order of the commits. The locks are taken in one order, whoever asks.
 */
export function addRecordsStatement(records: readonly OutboxRecord[], addedAt: Date): RawBuilder<unknown> {
  const rows = records.map(toRow);
  const lockNumbers = [...new Set(rows.flatMap(({ sequence }) => (sequence === null ? [] : [sequence % locks])))];
  return sql`
    WITH held AS MATERIALIZED (
      SELECT count(pg_advisory_xact_lock(${sequenceLockClass}, number)) AS locks
      FROM unnest(${lockNumbers.toSorted((left, right) => left - right)}::integer[]) AS number
    ), told AS MATERIALIZED (SELECT pg_notify(${outboxChannel}, '') AS nothing)
    INSERT INTO outbox_events
      (topic, partition, key, value, headers, timestamp_ms, sequence, size_bytes, added_at)
    SELECT r.topic, r.partition, decode(r.key, 'base64'), decode(r.value, 'base64'), r.headers, r.timestamp_ms,
      r.sequence, r.size_bytes, ${addedAt}::timestamptz
    FROM held, told, unnest(
      ${rows.map((row) => row.topic)}::text[],
      ${rows.map((row) => row.partition)}::integer[],
      ${rows.map((row) => row.key)}::text[],
      ${rows.map((row) => row.value)}::text[],
      ${rows.map((row) => row.headers)}::text[],
      ${rows.map((row) => row.timestampMs)}::bigint[],
      ${rows.map((row) => row.sequence)}::bigint[],
      ${rows.map((row) => row.sizeBytes)}::integer[]
    ) WITH ORDINALITY
      AS r(topic, partition, key, value, headers, timestamp_ms, sequence, size_bytes, number)
    ORDER BY r.number`;
}

function toRow(record: OutboxRecord) {
  const headers = formatHeaders(record.headers);
  return {
    topic: record.topic,
    partition: record.partition ?? null,
    // Text, for the two clients write arrays of bytes in different ways.
    key: record.key?.toString('base64') ?? null,
    value: record.value?.toString('base64') ?? null,
    headers,
    timestampMs: record.timestampMs ?? null,
    sequence: sequenceOf(record) ?? null,
    sizeBytes: (record.key?.length ?? 0) + (record.value?.length ?? 0) + Buffer.byteLength(headers),
  };
}
