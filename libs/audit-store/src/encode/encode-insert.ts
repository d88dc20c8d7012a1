import { setImmediate } from 'node:timers/promises';
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

/**
 * Encoding that many rows takes some milliseconds; then the insert in flight, requests and heartbeats get their turn. More
 * than the next rows are decoded by in a turn: these are to be on their way before those are ready.
 */
const rowsPerTurn = 4_000;

/**
 * Encodes blocks as RowBinary rows of `events`, one after the other. The writer is not to be used until it resolves.
 *
 * @throws SpillwayError `SPW-7004`
 */
export async function encodeInsert(
  writer: ByteWriter,
  blocks: readonly AuditBlock[],
  recordedAtMs: number,
): Promise<EncodedInsert> {
  writer.reset();
  const starts: number[] = [];
  for (const block of blocks) {
    for (const row of block.rows) {
      starts.push(writer.length);
      encodeEventRow(writer, validateRow(block, row));
      datetime64Column(writer, recordedAtMs);
      if (starts.length % rowsPerTurn === 0) await setImmediate();
    }
  }
  const rows = { bytes: writer.view(), starts, recordedAtMs };
  return { ...rows, manifests: manifestsOf(blocks, rows) };
}
