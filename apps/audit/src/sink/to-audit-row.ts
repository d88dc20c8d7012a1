import { isSpillwayError, readEventHeaders } from '@spillway/events';
import type { AuditRow, EventCodec, EventJson, LogRecord } from '@spillway/streaming';
import { readSchemaId } from './read-schema-id.js';

const maxReasonLength = 1_000;
/** A few bytes may decode into a text without end: past this the bytes alone are kept, as they came. */
const maxPayloadBytes = 4 * 1024 * 1024;

/**
 * A record as the store keeps it, at once when the codec knows its schema. What does not decode is kept with its bytes
 * and the reason: nobody else has it once the log forgets it.
 *
 * @throws SpillwayError when it cannot be decided now (the registry does not answer): the round is to be tried again
 */
export function toAuditRow(codec: EventCodec, record: LogRecord): AuditRow | Promise<AuditRow> {
  if (record.value === null) return rowOf(record, { kind: 'tombstone' });
  try {
    const decoded = codec.decodeAsJson(record.value, record);
    if (!(decoded instanceof Promise)) return decodedRow(record, decoded);
    return decoded.then(
      (event) => decodedRow(record, event),
      (error: unknown) => undecodableRow(record, error),
    );
  } catch (error) {
    return undecodableRow(record, error);
  }
}

function decodedRow(record: LogRecord, { type, text }: EventJson): AuditRow {
  if (text.length <= maxPayloadBytes) return rowOf(record, { kind: 'event', payloadJson: text, type });
  const reason = `the payload has ${text.length} bytes as JSON, more than ${maxPayloadBytes}`;
  return rowOf(record, { kind: 'event', type, reason });
}

function undecodableRow(record: LogRecord, error: unknown): AuditRow {
  if (isSpillwayError(error) && error.retryable) throw error;
  const reason = isSpillwayError(error) ? `${error.code} ${error.message}` : String(error);
  return rowOf(record, { kind: 'undecodable', reason });
}

interface Reading {
  readonly kind: AuditRow['kind'];
  readonly payloadJson?: Buffer;
  readonly type?: string;
  readonly reason?: string;
}

function rowOf(record: LogRecord, { kind, payloadJson = undefined, type, reason }: Reading): AuditRow {
  const { attributes, issues } = readEventHeaders(record.headers);
  const oddities = issues.map(({ pointer, detail }) => `${pointer} ${detail}`).join(', ');
  const why = reason ?? oddities;
  return {
    offset: record.offset,
    timestampMs: record.timestampMs,
    key: record.key,
    value: record.value,
    headers: record.headers,
    envelope: attributes.type === undefined && type !== undefined ? { ...attributes, type } : attributes,
    schemaId: readSchemaId(record),
    payloadJson: payloadJson ?? null,
    kind,
    reason: why === '' ? null : why.slice(0, maxReasonLength).toWellFormed(),
  };
}
