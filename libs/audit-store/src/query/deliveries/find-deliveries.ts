import type { DeliveryPage, DeliveryQuery } from '@spillway/streaming';
import type { ListParts } from '../list-parts.js';
import { newestPage } from '../newest-page.js';
import type { PagePosition } from '../page-cursor.js';
import { deliveryConditions } from './delivery-conditions.js';
import { storedDeliveryColumns, toStoredDelivery, type StoredDeliveryRow } from './stored-delivery-columns.js';

const order = ['timestamp', 'ledgerTopic', 'ledgerTopicId', 'ledgerPartition', 'ledgerOffset', 'entry']
  .map((column) => `${column} DESC`)
  .join(', ');

/** One page of the ledger, newest first. */
export async function findDeliveries(
  parts: ListParts,
  query: DeliveryQuery,
  signal?: AbortSignal,
): Promise<DeliveryPage> {
  const { rows, nextCursor } = await newestPage<StoredDeliveryRow>(
    parts,
    {
      list: 'deliveries',
      query,
      liesByTime: liesByTime(query),
      statement: (window, after) => {
        const { where, params } = deliveryConditions({ ...query, ...window }, { after });
        return {
          query: `SELECT ${storedDeliveryColumns} FROM audit_deliveries ${where} ORDER BY ${order} LIMIT {limit:UInt32}`,
          params,
          doing: 'listing deliveries',
        };
      },
      positionOf,
    },
    signal,
  );
  return { deliveries: rows.map(toStoredDelivery), nextCursor };
}

/** What is found by an index of its own is one question. */
function liesByTime({ eventId, correlationId, fingerprint }: DeliveryQuery): boolean {
  return eventId === undefined && correlationId === undefined && fingerprint === undefined;
}

function positionOf(row: StoredDeliveryRow): PagePosition {
  const { timestampMs: timeMs, ledgerTopic: topic, ledgerTopicId: topicId, ledgerPartition: partition, entry } = row;
  return { timeMs, topic, topicId, partition, offset: row.ledgerOffsetText, entry };
}
