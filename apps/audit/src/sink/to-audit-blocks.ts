import { setImmediate } from 'node:timers/promises';
import {
  auditRowFixedBytes,
  type AuditBlock,
  type AuditRow,
  type EventCodec,
  type RoundBatch,
} from '@spillway/streaming';
import { toAuditRow } from './to-audit-row.js';

/** Decoding that many records takes about a millisecond; then the insert in flight, requests and heartbeats get their turn. */
const recordsPerTurn = 250;

export interface ToAuditBlocks {
  readonly codec: EventCodec;
  /** Bytes of rows after which what there is is given away; one row may exceed it. */
  readonly maxBytes: number;
}

/**
 * A round as blocks of the store: all of it at once unless its rows take more memory than they may. How much that is shows
 * only when they are decoded, for a few bytes can become a long text.
 *
 * @throws SpillwayError when a record cannot be decided now, or the signal fired
 */
export async function* toAuditBlocks(
  { codec, maxBytes }: ToAuditBlocks,
  round: readonly RoundBatch[],
  signal: AbortSignal,
): AsyncGenerator<readonly AuditBlock[]> {
  let blocks: AuditBlock[] = [];
  let sizeBytes = 0;
  let records = 0;
  for (const { topic, topicId, partition, baseOffset, nextOffset, records: batch, sizeBytes: batchBytes } of round) {
    // Shared out by record count: to look at the headers of every record takes longer than to decode it.
    const recordBytes = auditRowFixedBytes + batchBytes / Math.max(1, batch.length);
    let rows: AuditRow[] = [];
    let firstOffset = baseOffset;
    let blockBytes = 0;
    const close = (endOffset: number): void => {
      if (endOffset > firstOffset) {
        const meanRowBytes = blockBytes / Math.max(1, rows.length);
        blocks.push({
          topic,
          topicId: topicId!,
          partition,
          firstOffset,
          lastOffset: endOffset - 1,
          rows,
          meanRowBytes,
        });
      }
      [rows, firstOffset, blockBytes] = [[], endOffset, 0];
    };
    for (const record of batch) {
      const row = toAuditRow(codec, record);
      const decided = row instanceof Promise ? await row : row;
      rows.push(decided);
      const rowBytes = recordBytes + (decided.payloadJson?.length ?? 0);
      blockBytes += rowBytes;
      sizeBytes += rowBytes;
      if (++records % recordsPerTurn === 0) await setImmediate();
      signal.throwIfAborted();
      if (sizeBytes < maxBytes) continue;
      close(record.offset + 1);
      yield blocks;
      [blocks, sizeBytes] = [[], 0];
    }
    close(nextOffset);
  }
  if (blocks.length > 0) yield blocks;
}
