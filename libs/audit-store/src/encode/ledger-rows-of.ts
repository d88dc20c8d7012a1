import { deliveriesTopic } from '@spillway/events';
import type { AuditBlock } from '@spillway/streaming';
import { clampTimestamp } from './clamp-timestamp.js';
import type { DeliveryRow } from './delivery-row.js';
import { toDeliveryRows } from './to-delivery-rows.js';

/**
 * What blocks say about deliveries: rows out of the records of the ledger's topic, one record after the other, because
 * a few thousand records can hold millions of ranges.
 *
 * @param refused indexes of records that did not go in, over all blocks
 * @param onUnread called for each record that says nothing readable
 */
export function* ledgerRowsOf(
  blocks: readonly AuditBlock[],
  refused: ReadonlySet<number>,
  onUnread: () => void,
): Generator<DeliveryRow> {
  let next = 0;
  for (const block of blocks) {
    const first = next;
    next += block.rows.length;
    if (block.topic !== deliveriesTopic) continue;
    for (const [index, row] of block.rows.entries()) {
      if (refused.has(first + index)) continue;
      const entries = entriesOf(block, row);
      if (entries !== undefined) yield* entries;
      else if (row.kind !== 'tombstone') onUnread();
    }
  }
}

function entriesOf(
  { topic, topicId, partition }: AuditBlock,
  { offset, timestampMs, envelope, kind, payloadJson }: AuditBlock['rows'][number],
): readonly DeliveryRow[] | undefined {
  if (kind !== 'event' || payloadJson === null) return undefined;
  const at = {
    ledgerTopic: topic,
    ledgerTopicId: topicId,
    ledgerPartition: partition,
    ledgerOffset: offset,
    timestamp: clampTimestamp(timestampMs),
  };
  return toDeliveryRows(at, envelope.type, payloadJson.toString());
}
