import type { ByteWriter } from './byte-writer.js';
import { boolColumn } from './columns/bool-column.js';
import type { ColumnEncoder } from './columns/column-encoder.js';
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

type Columns = { readonly [K in keyof EventRow]: ColumnEncoder<EventRow[K]> };

/** How each column of `events` is written, in the order of the INSERT; `recordedAt` follows last. */
const columns: Columns = {
  topic: stringColumn,
  topicId: stringColumn,
  partition: uint32Column,
  offset: uint64Column,
  timestamp: datetime64Column,
  timestampClamped: boolColumn,
  eventTime: nullableDatetime64Column,
  key: nullableBytesColumn,
  eventId: stringColumn,
  type: stringColumn,
  source: stringColumn,
  subject: stringColumn,
  correlationId: stringColumn,
  causationId: stringColumn,
  traceId: stringColumn,
  schemaId: int32Column,
  kind: enum8Column({ event: 1, tombstone: 2, undecodable: 3 }),
  reason: stringColumn,
  headers: headersColumn,
  value: nullableBytesColumn,
  payload: stringColumn,
};

const encoders = Object.entries(columns) as [keyof EventRow, ColumnEncoder<unknown>][];

/** Column names of an INSERT into `events`. */
export const eventColumns: readonly string[] = [...Object.keys(columns), 'recordedAt'];

/** Writes the row without `recordedAt`: what is written here is the same for every try, so a hash over it is too. */
export function encodeEventRow(writer: ByteWriter, row: EventRow): void {
  for (const [name, encode] of encoders) encode(writer, row[name]);
}
