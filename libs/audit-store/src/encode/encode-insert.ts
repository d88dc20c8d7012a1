import { createHash } from 'node:crypto';
import type { AuditBlock } from '@spillway/streaming';
import type { ByteWriter } from './byte-writer.js';
import { datetime64Column } from './columns/datetime64-column.js';
import { encodeEventRow } from './event-columns.js';
import type { BlockManifest } from './manifest-columns.js';
import { validateRow } from './validate-row.js';

export interface EncodedInsert {
  /** A view into the writer: valid until it is used again. */
  readonly bytes: Buffer;
  readonly rows: number;
  readonly manifests: readonly BlockManifest[];
}

/**
 * Encodes blocks as RowBinary rows of `events` and hashes each block's rows in offset order. The hash leaves out
 * `recordedAt`, so the same records give the same hash at every try.
 */
export function encodeInsert(writer: ByteWriter, blocks: readonly AuditBlock[], recordedAtMs: number): EncodedInsert {
  writer.reset();
  const manifests = blocks.map((block) => encodeBlock(writer, block, recordedAtMs));
  const rows = blocks.reduce((sum, block) => sum + block.rows.length, 0);
  return { bytes: writer.view(), rows, manifests };
}

function encodeBlock(writer: ByteWriter, block: AuditBlock, recordedAtMs: number): BlockManifest {
  const hash = createHash('sha256');
  for (const row of block.rows) {
    const start = writer.length;
    encodeEventRow(writer, validateRow(block, row));
    hash.update(writer.view(start));
    datetime64Column(writer, recordedAtMs);
  }
  return {
    topic: block.topic,
    topicId: block.topicId,
    partition: block.partition,
    first: block.firstOffset,
    last: block.lastOffset,
    count: block.rows.length,
    sha256: hash.digest(),
    recordedAt: recordedAtMs,
  };
}
