import type { StoredRecord, StoredRecordDetail } from '@spillway/streaming';
import { bytesJson } from './bytes-json.js';
import { isoTime } from './iso-time.js';

/** A stored record as JSON: offsets as strings, times as ISO 8601 UTC, bytes as text where they are text, else base64. */
export function toRecordJson(record: StoredRecord) {
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset.toString(),
    topicId: record.topicId,
    timestamp: isoTime(record.timestampMs),
    timestampClamped: record.timestampClamped,
    eventTime: record.eventTimeMs === null ? null : isoTime(record.eventTimeMs),
    recordedAt: isoTime(record.recordedAtMs),
    key: record.key === null ? null : bytesJson(record.key),
    eventId: record.eventId,
    source: record.source,
    type: record.type,
    subject: record.subject,
    correlationId: record.correlationId,
    causationId: record.causationId,
    traceId: record.traceId,
    schemaId: record.schemaId,
    kind: record.kind,
    reason: record.reason,
    valueSizeBytes: record.valueSizeBytes,
  };
}

/** The same with headers and payload; the value's bytes only where there is no payload to read. */
export function toRecordDetailJson(record: StoredRecordDetail) {
  return {
    ...toRecordJson(record),
    headers: record.headers.map(({ name, value }) => ({ name, value: bytesJson(value) })),
    payload: record.payload,
    valueBase64: record.kind === 'undecodable' ? (record.value?.toString('base64') ?? null) : undefined,
  };
}
