import { isUtf8 } from 'node:buffer';
import type { StoredRecordRow } from '../stored-record-columns.js';
import { csvCell } from './csv-cell.js';

/**
 * One exported record as the engine gives it. Offsets and times are text: other programs would round the ones and guess
 * the zone of the others.
 */
export interface ExportRow extends Pick<
  StoredRecordRow,
  'topic' | 'topicId' | 'partition' | 'keyBase64' | 'reason' | (typeof textColumns)[number]
> {
  readonly offset: string;
  readonly timestamp: string;
  readonly eventTime: string | null;
  readonly schemaId: number | null;
  readonly kind: string;
  readonly payload: string;
}

/** Milliseconds and UTC, as the columns have them. */
const isoTime = (column: string): string => `concat(replaceOne(toString(${column}), ' ', 'T'), 'Z')`;

/** Columns of an export; the view's own columns stand behind `r.`, so that aliases of the same name do not hide them. */
export const exportColumns = `
  r.topic AS topic, r.partition AS partition, toString(r.offset) AS offset, r.topicId AS topicId,
  ${isoTime('r.timestamp')} AS timestamp, ${isoTime('r.eventTime')} AS eventTime,
  base64Encode(r.key) AS keyBase64, r.eventId AS eventId, r.source AS source, r.type AS type, r.subject AS subject,
  r.correlationId AS correlationId, r.causationId AS causationId, r.traceId AS traceId,
  if(r.schemaId < 0, NULL, r.schemaId) AS schemaId, toString(r.kind) AS kind, r.reason AS reason, r.payload AS payload`;

const textColumns = ['eventId', 'source', 'type', 'subject', 'correlationId', 'causationId', 'traceId'] as const;
const csvNames = [
  ...['topic', 'partition', 'offset', 'topicId', 'timestamp', 'eventTime', 'key', 'keyBase64'],
  ...textColumns,
  ...['schemaId', 'kind', 'reason', 'payload'],
];

export const csvHead = `${csvNames.join(',')}\r\n`;

/** A key that is text stands in `key`, any other in `keyBase64`. */
export function csvLine(row: ExportRow): string {
  const key = row.keyBase64 === null ? null : Buffer.from(row.keyBase64, 'base64');
  const isText = key !== null && isUtf8(key);
  const cells = [
    csvCell(row.topic),
    row.partition,
    row.offset,
    csvCell(row.topicId),
    row.timestamp,
    row.eventTime ?? '',
    isText ? csvCell(key.toString()) : '',
    isText || row.keyBase64 === null ? '' : csvCell(row.keyBase64),
    ...textColumns.map((name) => csvCell(row[name])),
    row.schemaId ?? '',
    row.kind,
    csvCell(row.reason),
    csvCell(row.payload),
  ];
  return `${cells.join(',')}\r\n`;
}

/** One JSON object per line; the payload as JSON, not as text in it. */
export function ndjsonLine(row: ExportRow): string {
  const { payload, ...same } = row;
  const json = JSON.stringify(same);
  // The payload was written as JSON by the sink: put in as it is, its numbers keep all digits.
  return `${json.slice(0, -1)},"payload":${payload === '' ? 'null' : payload}}\n`;
}
