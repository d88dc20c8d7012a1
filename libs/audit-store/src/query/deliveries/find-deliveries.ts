import type { DeliveryPage, DeliveryQuery } from '@spillway/streaming';
import { cutPage } from '../cut-page.js';
import type { PageCursors, PagePosition } from '../page-cursor.js';
import type { ReadRunner } from '../read-runner.js';
import { deliveryConditions } from './delivery-conditions.js';
import { storedDeliveryColumns, toStoredDelivery, type StoredDeliveryRow } from './stored-delivery-columns.js';

const order = ['timestamp', 'ledgerTopic', 'ledgerTopicId', 'ledgerPartition', 'ledgerOffset', 'entry']
  .map((column) => `${column} DESC`)
  .join(', ');

/** One page of the ledger, newest first. */
export async function findDeliveries(
  run: ReadRunner,
  cursors: PageCursors,
  query: DeliveryQuery,
  signal?: AbortSignal,
): Promise<DeliveryPage> {
  const question = { list: 'deliveries', filters: query };
  const after = query.cursor === undefined ? undefined : cursors.read(question, query.cursor);
  const { where, params } = deliveryConditions(query, { after });
  const rows = await run.rows<StoredDeliveryRow>(
    {
      query: `SELECT ${storedDeliveryColumns} FROM audit_deliveries ${where} ORDER BY ${order} LIMIT {limit:UInt32}`,
      params: { ...params, limit: query.limit + 1 },
      doing: 'listing deliveries',
    },
    signal,
  );
  const { page, lastBeforeMore: last } = cutPage(rows, query.limit);
  return {
    deliveries: page.map(toStoredDelivery),
    nextCursor: last === undefined ? null : cursors.write(question, positionOf(last)),
  };
}

function positionOf(row: StoredDeliveryRow): PagePosition {
  const { timestampMs: timeMs, ledgerTopic: topic, ledgerTopicId: topicId, ledgerPartition: partition, entry } = row;
  return { timeMs, topic, topicId, partition, offset: row.ledgerOffsetText, entry };
}
