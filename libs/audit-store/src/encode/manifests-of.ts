import type { AuditBlock } from '@spillway/streaming';
import type { EncodedRows } from './encoded-rows.js';
import type { BlockManifest } from './manifest-columns.js';
import { recordedAtBytes } from './recorded-at-bytes.js';
import { RowHash } from './row-hash.js';

/**
 * What is vouched for of each block: its rows in offset order and a hash over them. The hash leaves out `recordedAt`, so
 * the same records give the same hash at every try.
 *
 * @param refused indexes of rows that did not go in
 */
export function manifestsOf(
  blocks: readonly AuditBlock[],
  rows: EncodedRows & { readonly recordedAtMs: number },
  refused: ReadonlySet<number> = new Set(),
): readonly BlockManifest[] {
  let next = 0;
  return blocks.map((block) => {
    const first = next;
    next += block.rows.length;
    const hash = new RowHash();
    let count = 0;
    for (let index = first; index < next; index += 1) {
      if (refused.has(index)) continue;
      const end = rows.starts[index + 1] ?? rows.bytes.length;
      hash.add(rows.bytes, rows.starts[index]!, end - recordedAtBytes);
      count += 1;
    }
    return {
      topic: block.topic,
      topicId: block.topicId,
      partition: block.partition,
      first: block.firstOffset,
      last: block.lastOffset,
      count,
      sha256: hash.digest(),
      recordedAt: rows.recordedAtMs,
    };
  });
}
