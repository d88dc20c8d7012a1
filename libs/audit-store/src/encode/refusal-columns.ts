import type { ByteWriter } from './byte-writer.js';
import type { ColumnEncoder } from './columns/column-encoder.js';
import { datetime64Column } from './columns/datetime64-column.js';
import { stringColumn } from './columns/string-column.js';
import { uint32Column } from './columns/uint32-column.js';
import { uint64Column } from './columns/uint64-column.js';

/** One row of `refusals`: a record that ClickHouse did not take. */
export interface RefusalRow {
  topic: string;
  topicId: string;
  partition: number;
  offset: number;
  /** ClickHouse's name of the error. */
  reason: string;
  recordedAt: number;
}

const columns: { readonly [K in keyof RefusalRow]: ColumnEncoder<RefusalRow[K]> } = {
  topic: stringColumn,
  topicId: stringColumn,
  partition: uint32Column,
  offset: uint64Column,
  reason: stringColumn,
  recordedAt: datetime64Column,
};

const encoders = Object.entries(columns) as [keyof RefusalRow, ColumnEncoder<unknown>][];

/** Column names of an INSERT into `refusals`. */
export const refusalColumns: readonly string[] = Object.keys(columns);

export function encodeRefusals(writer: ByteWriter, refusals: readonly RefusalRow[]): Buffer {
  writer.reset();
  for (const refusal of refusals) for (const [name, encode] of encoders) encode(writer, refusal[name]);
  return writer.view();
}
