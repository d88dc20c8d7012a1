import { SpillwayError } from '@spillway/events';
import type { AuditBlock, AuditRow } from '@spillway/streaming';
import type { EventRow } from './event-row.js';
import { clampTimestamp } from './clamp-timestamp.js';
import { traceIdOf } from './trace-id-of.js';
import { parseEventTime } from './parse-event-time.js';

const noSchemaId = -1;
const noPayload = Buffer.alloc(0);
const maxInt32 = 2 ** 31 - 1;

interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * Turns a record into a row whose every value its column can hold. ClickHouse would store 4294967297 as 1 without a
 * word, so what cannot be right is refused and what a sender may get wrong (times) is clamped and marked.
 *
 * @throws SpillwayError `SPW-7004` a position or schema id that no log can hold
 */
export function validateRow(block: AuditBlock, row: AuditRow): EventRow {
  const position: Position = { topic: block.topic, partition: block.partition, offset: row.offset };
  requireRange(position, 'partition', block.partition, maxInt32);
  requireRange(position, 'offset', row.offset, Number.MAX_SAFE_INTEGER);
  if (row.schemaId !== null) requireRange(position, 'schemaId', row.schemaId, maxInt32);
  const { envelope } = row;
  const timestamp = clampTimestamp(row.timestampMs);
  const clamped = timestamp !== row.timestampMs;
  return {
    topic: block.topic,
    topicId: block.topicId,
    partition: block.partition,
    offset: row.offset,
    timestamp,
    timestampClamped: clamped,
    eventTime: parseEventTime(envelope.time),
    key: row.key,
    eventId: envelope.id ?? '',
    type: envelope.type ?? '',
    source: envelope.source ?? '',
    subject: envelope.subject ?? '',
    correlationId: envelope.correlationId ?? '',
    causationId: envelope.causationId ?? '',
    traceId: traceIdOf(envelope.traceparent),
    schemaId: row.schemaId ?? noSchemaId,
    kind: row.kind,
    reason: row.reason ?? (clamped ? `record timestamp ${row.timestampMs} is outside of the calendar` : ''),
    headers: row.headers,
    value: row.value,
    payload: row.payloadJson ?? noPayload,
  };
}

function requireRange(position: Position, field: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= max) return;
  const { topic, partition, offset } = position;
  throw new SpillwayError('SPW-7004', `${field} ${value} of ${topic}/${partition}@${offset} is not from 0 to ${max}`, {
    context: { topic, partition, offset, field },
  });
}
