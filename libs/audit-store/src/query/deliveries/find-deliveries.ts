import type { DeliveryPage, DeliveryQuery } from '@spillway/streaming';
import { cutPage } from '../cut-page.js';
import type { ListParts } from '../list-parts.js';
import { newestWindows, type TimeWindow } from '../newest-windows.js';
import type { PagePosition } from '../page-cursor.js';
import { readNewest, type WindowLimits } from '../read-newest.js';
import { deliveryConditions } from './delivery-conditions.js';
import { storedDeliveryColumns, toStoredDelivery, type StoredDeliveryRow } from './stored-delivery-columns.js';

const order = ['timestamp', 'ledgerTopic', 'ledgerTopicId', 'ledgerPartition', 'ledgerOffset', 'entry']
  .map((column) => `${column} DESC`)
  .join(', ');

/** One page of the ledger, newest first. */
export async function findDeliveries(
  { run, cursors, nowMs }: ListParts,
  query: DeliveryQuery,
  signal?: AbortSignal,
): Promise<DeliveryPage> {
  const question = { list: 'deliveries', filters: query };
  const after = query.cursor === undefined ? undefined : cursors.read(question, query.cursor);
  const read = (
    window: TimeWindow,
    { limit, maxExecutionTimeMs }: WindowLimits,
  ): Promise<readonly StoredDeliveryRow[]> => {
    const { where, params } = deliveryConditions({ ...query, ...window }, { after });
    return run.rows<StoredDeliveryRow>(
      {
        query: `SELECT ${storedDeliveryColumns} FROM audit_deliveries ${where} ORDER BY ${order} LIMIT {limit:UInt32}`,
        params: { ...params, limit },
        doing: 'listing deliveries',
        maxExecutionTimeMs,
      },
      signal,
    );
  };
  const { fromMs, toMs } = query;
  const windows = liesByTime(query)
    ? newestWindows(query, Math.min(after?.timeMs ?? Infinity, nowMs()))
    : [{ fromMs, toMs }];
  const { maxExecutionTimeMs } = run.limits;
  const rows = await readNewest({ windows, limit: query.limit + 1, maxExecutionTimeMs, nowMs }, read);
  const { page, lastBeforeMore: last } = cutPage(rows, query.limit);
  return {
    deliveries: page.map(toStoredDelivery),
    nextCursor: last === undefined ? null : cursors.write(question, positionOf(last)),
  };
}

/** What is found by an index of its own is one question. */
function liesByTime({ eventId, correlationId, fingerprint }: DeliveryQuery): boolean {
  return eventId === undefined && correlationId === undefined && fingerprint === undefined;
}

function positionOf(row: StoredDeliveryRow): PagePosition {
  const { timestampMs: timeMs, ledgerTopic: topic, ledgerTopicId: topicId, ledgerPartition: partition, entry } = row;
  return { timeMs, topic, topicId, partition, offset: row.ledgerOffsetText, entry };
}
