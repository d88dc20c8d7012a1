import type { AuditBlock } from '@spillway/streaming';
import type { ByteWriter } from './byte-writer.js';
import { datetime64Column } from './columns/datetime64-column.js';
import type { EncodedRows } from './encoded-rows.js';
import { encodeEventRow } from './event-columns.js';
import type { BlockManifest } from './manifest-columns.js';
import { manifestsOf } from './manifests-of.js';
import { validateRow } from './validate-row.js';

export interface EncodedInsert extends EncodedRows {
  readonly recordedAtMs: number;
  /** Of all rows. */
  readonly manifests: readonly BlockManifest[];
}

/** Encodes blocks as RowBinary rows of `events`, one after the other. @throws SpillwayError `SPW-7004` */
export function encodeInsert(writer: ByteWriter, blocks: readonly AuditBlock[], recordedAtMs: number): EncodedInsert {
  writer.reset();
  const starts: number[] = [];
  for (const block of blocks) {
    for (const row of block.rows) {
      starts.push(writer.length);
      encodeEventRow(writer, validateRow(block, row));
      datetime64Column(writer, recordedAtMs);
    }
  }
  const rows = { bytes: writer.view(), starts, recordedAtMs };
  return { ...rows, manifests: manifestsOf(blocks, rows) };
}
