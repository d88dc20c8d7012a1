import type { AuditBlock, RefusedRecord } from '@spillway/streaming';
import type { RefusedIndex } from './insert-bisecting.js';

/** The records of an insert that were refused. @param refused by their place in it, ascending */
export function refusedRecords(
  blocks: readonly AuditBlock[],
  refused: readonly RefusedIndex[],
): readonly RefusedRecord[] {
  const found: RefusedRecord[] = [];
  let blockStart = 0;
  let next = 0;
  for (const { topic, topicId, partition, rows } of blocks) {
    const blockEnd = blockStart + rows.length;
    for (; next < refused.length && refused[next]!.index < blockEnd; next += 1) {
      const { index, reason } = refused[next]!;
      found.push({ topic, topicId, partition, row: rows[index - blockStart]!, reason });
    }
    blockStart = blockEnd;
  }
  return found;
}
