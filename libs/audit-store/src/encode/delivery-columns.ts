import type { ByteWriter } from './byte-writer.js';
import { boolColumn } from './columns/bool-column.js';
import type { ColumnEncoder } from './columns/column-encoder.js';
import { datetime64Column } from './columns/datetime64-column.js';
import { enum8Column } from './columns/enum8-column.js';
import { stringColumn } from './columns/string-column.js';
import { uint32ArrayColumn } from './columns/uint32-array-column.js';
import { uint32Column } from './columns/uint32-column.js';
import { uint64ArrayColumn } from './columns/uint64-array-column.js';
import { uint64Column } from './columns/uint64-column.js';
import type { DeliveryRow } from './delivery-row.js';

type Columns = { readonly [K in keyof DeliveryRow]: ColumnEncoder<DeliveryRow[K]> };

/** How each column of `deliveries` is written, in the order of the INSERT; `recordedAt` follows last. */
const columns: Columns = {
  ledgerTopic: stringColumn,
  ledgerTopicId: stringColumn,
  ledgerPartition: uint32Column,
  ledgerOffset: uint64Column,
  entry: uint32Column,
  timestamp: datetime64Column,
  groupId: stringColumn,
  handler: stringColumn,
  topic: stringColumn,
  partition: uint32Column,
  offset: uint64Column,
  lastOffset: uint64Column,
  originTopic: stringColumn,
  originTopicId: stringColumn,
  originPartition: uint32Column,
  originOffset: uint64Column,
  originLastOffset: uint64Column,
  attempt: uint32Column,
  isRange: boolColumn,
  outcome: enum8Column({
    completed: 1,
    retried: 2,
    held: 3,
    dead_lettered: 4,
    suspended: 5,
    skipped: 6,
    lost: 7,
  }),
  deliveries: uint64Column,
  fromTier: stringColumn,
  toTier: stringColumn,
  causeClass: stringColumn,
  causeCode: stringColumn,
  fingerprint: stringColumn,
  dependency: stringColumn,
  redriveJob: stringColumn,
  eventSource: stringColumn,
  eventId: stringColumn,
  eventType: stringColumn,
  correlationId: stringColumn,
  durationUs: uint64Column,
  durationSumUs: uint64Column,
  durationMaxUs: uint64Column,
  bucketBoundsMs: uint32ArrayColumn,
  bucketCounts: uint64ArrayColumn,
  endedFrom: datetime64Column,
  endedTo: datetime64Column,
  appVersion: stringColumn,
  instance: stringColumn,
};

const encoders = Object.entries(columns) as [keyof DeliveryRow, ColumnEncoder<unknown>][];

/** Column names of an INSERT into `deliveries`. */
export const deliveryColumns: readonly string[] = [...Object.keys(columns), 'recordedAt'];

export function encodeDeliveryRow(writer: ByteWriter, row: DeliveryRow, recordedAtMs: number): void {
  for (const [name, encode] of encoders) encode(writer, row[name]);
  datetime64Column(writer, recordedAtMs);
}
