import type { ByteWriter } from './byte-writer.js';
import type { ColumnEncoder } from './columns/column-encoder.js';
import { datetime64Column } from './columns/datetime64-column.js';
import { fixedBytesColumn } from './columns/fixed-bytes-column.js';
import { stringColumn } from './columns/string-column.js';
import { uint32Column } from './columns/uint32-column.js';
import { uint64Column } from './columns/uint64-column.js';

/** One row of `blocks`: a range that was inserted. */
export interface BlockManifest {
  topic: string;
  topicId: string;
  partition: number;
  first: number;
  /** Inclusive. */
  last: number;
  count: number;
  /** Over the range's rows in offset order, without `recordedAt`. */
  sha256: Buffer;
  recordedAt: number;
}

const columns: { readonly [K in keyof BlockManifest]: ColumnEncoder<BlockManifest[K]> } = {
  topic: stringColumn,
  topicId: stringColumn,
  partition: uint32Column,
  first: uint64Column,
  last: uint64Column,
  count: uint64Column,
  sha256: fixedBytesColumn,
  recordedAt: datetime64Column,
};

const encoders = Object.entries(columns) as [keyof BlockManifest, ColumnEncoder<unknown>][];

/** Column names of an INSERT into `blocks`. */
export const manifestColumns: readonly string[] = Object.keys(columns);

export function encodeManifests(writer: ByteWriter, manifests: readonly BlockManifest[]): Buffer {
  writer.reset();
  for (const manifest of manifests) for (const [name, encode] of encoders) encode(writer, manifest[name]);
  return writer.view();
}
