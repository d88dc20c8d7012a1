import { setImmediate } from 'node:timers/promises';
import type { AuditBlock, AuditRow, EventCodec, PartitionBatch } from '@spillway/streaming';
import { toAuditRow } from './to-audit-row.js';

/** Decoding that many records takes some milliseconds; then requests and heartbeats get their turn. */
const recordsPerTurn = 1_000;

export interface ToAuditBlocks {
  readonly codec: EventCodec;
  /** The id of each topic's present life; known since its partitions were assigned. */
  readonly topicIds: ReadonlyMap<string, string>;
}

/**
 * A round as blocks of the store, one per batch.
 *
 * @throws SpillwayError when a record cannot be decided now, or the signal fired: nothing of the round is done
 */
export async function toAuditBlocks(
  { codec, topicIds }: ToAuditBlocks,
  round: readonly PartitionBatch[],
  signal: AbortSignal,
): Promise<readonly AuditBlock[]> {
  const blocks: AuditBlock[] = [];
  let records = 0;
  for (const { topic, partition, baseOffset, nextOffset, records: batch } of round) {
    const rows: AuditRow[] = [];
    for (const record of batch) {
      const row = toAuditRow(codec, record);
      rows.push(row instanceof Promise ? await row : row);
      if (++records % recordsPerTurn === 0) await setImmediate();
      signal.throwIfAborted();
    }
    if (nextOffset <= baseOffset) continue;
    blocks.push({
      topic,
      topicId: topicIds.get(topic)!,
      partition,
      firstOffset: baseOffset,
      lastOffset: nextOffset - 1,
      rows,
    });
  }
  return blocks;
}
