import type { AuditKind, StoredRecord } from '@spillway/streaming';
import { orNull } from './or-null.js';

/** Aliases differ from the columns' names: ClickHouse would otherwise use the alias inside of WHERE and ORDER BY. */
export const storedRecordColumns = `
  topic, topicId, partition, toString(offset) AS offsetText,
  toUnixTimestamp64Milli(timestamp) AS timestampMs, timestampClamped,
  toUnixTimestamp64Milli(eventTime) AS eventTimeMs, toUnixTimestamp64Milli(recordedAt) AS recordedAtMs,
  base64Encode(key) AS keyBase64, eventId, source, type, subject, correlationId, causationId, traceId,
  schemaId, toString(kind) AS kindText, reason, length(value) AS valueSizeBytes`;

export interface StoredRecordRow {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly offsetText: string;
  readonly timestampMs: number;
  readonly timestampClamped: boolean;
  readonly eventTimeMs: number | null;
  readonly recordedAtMs: number;
  readonly keyBase64: string | null;
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly traceId: string;
  readonly schemaId: number;
  readonly kindText: string;
  readonly reason: string;
  readonly valueSizeBytes: number | null;
}

/** A row as read, as the port has it: '' and −1 are the store's words for absent. */
export function toStoredRecord(row: StoredRecordRow): StoredRecord {
  const { offsetText, keyBase64, kindText, ...same } = row;
  return {
    ...same,
    offset: BigInt(offsetText),
    key: keyBase64 === null ? null : Buffer.from(keyBase64, 'base64'),
    eventId: orNull(row.eventId),
    source: orNull(row.source),
    type: orNull(row.type),
    subject: orNull(row.subject),
    correlationId: orNull(row.correlationId),
    causationId: orNull(row.causationId),
    traceId: orNull(row.traceId),
    schemaId: row.schemaId < 0 ? null : row.schemaId,
    kind: kindText as AuditKind,
    reason: orNull(row.reason),
  };
}
