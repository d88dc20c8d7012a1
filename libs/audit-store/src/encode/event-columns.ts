import type { ByteWriter } from './byte-writer.js';
import { boolColumn } from './columns/bool-column.js';
import { bytesColumn } from './columns/bytes-column.js';
import { datetime64Column } from './columns/datetime64-column.js';
import { enum8Column } from './columns/enum8-column.js';
import { headersColumn } from './columns/headers-column.js';
import { int32Column } from './columns/int32-column.js';
import { nullableBytesColumn } from './columns/nullable-bytes-column.js';
import { nullableDatetime64Column } from './columns/nullable-datetime64-column.js';
import { stringColumn } from './columns/string-column.js';
import { uint32Column } from './columns/uint32-column.js';
import { uint64Column } from './columns/uint64-column.js';
import type { EventRow } from './event-row.js';

type Encode = (writer: ByteWriter, row: EventRow) => void;

const kindColumn = enum8Column({ event: 1, tombstone: 2, undecodable: 3 });

/**
 * How each column of `events` is written, in the order of the INSERT; `recordedAt` follows last. A function for each:
 * millions of rows go through, and looking a property up by a name that changes all the time would take most of it.
 */
const columns: Readonly<Record<keyof EventRow, Encode>> = {
  topic: (writer, { topic }) => stringColumn(writer, topic),
  topicId: (writer, { topicId }) => stringColumn(writer, topicId),
  partition: (writer, { partition }) => uint32Column(writer, partition),
  offset: (writer, { offset }) => uint64Column(writer, offset),
  timestamp: (writer, { timestamp }) => datetime64Column(writer, timestamp),
  timestampClamped: (writer, { timestampClamped }) => boolColumn(writer, timestampClamped),
  eventTime: (writer, { eventTime }) => nullableDatetime64Column(writer, eventTime),
  key: (writer, { key }) => nullableBytesColumn(writer, key),
  eventId: (writer, { eventId }) => stringColumn(writer, eventId),
  type: (writer, { type }) => stringColumn(writer, type),
  source: (writer, { source }) => stringColumn(writer, source),
  subject: (writer, { subject }) => stringColumn(writer, subject),
  correlationId: (writer, { correlationId }) => stringColumn(writer, correlationId),
  causationId: (writer, { causationId }) => stringColumn(writer, causationId),
  traceId: (writer, { traceId }) => stringColumn(writer, traceId),
  schemaId: (writer, { schemaId }) => int32Column(writer, schemaId),
  kind: (writer, { kind }) => kindColumn(writer, kind),
  reason: (writer, { reason }) => stringColumn(writer, reason),
  headers: (writer, { headers }) => headersColumn(writer, headers),
  value: (writer, { value }) => nullableBytesColumn(writer, value),
  payload: (writer, { payload }) => bytesColumn(writer, payload),
};

const encoders = Object.values(columns);

/** Column names of an INSERT into `events`. */
export const eventColumns: readonly string[] = [...Object.keys(columns), 'recordedAt'];

/** Writes the row without `recordedAt`: what is written here is the same for every try, so a hash over it is too. */
export function encodeEventRow(writer: ByteWriter, row: EventRow): void {
  for (const encode of encoders) encode(writer, row);
}
