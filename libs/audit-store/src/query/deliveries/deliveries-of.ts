import type { StoredDelivery, StoredRecord } from '@spillway/streaming';
import { instant } from '../instant.js';
import type { ReadRunner } from '../read-runner.js';
import { originRanges } from './origin-ranges.js';
import { storedDeliveryColumns, toStoredDelivery, type StoredDeliveryRow } from './stored-delivery-columns.js';

export const maxDeliveries = 10_000;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Entries of the ledger about these records, oldest first. An entry names its deliveries by where the records first
 * lay; an entry that does not know the topic's id is taken to mean the topic's life of the record.
 */
export async function deliveriesOf(
  run: ReadRunner,
  records: readonly StoredRecord[],
  signal?: AbortSignal,
): Promise<readonly StoredDelivery[]> {
  if (records.length === 0) return [];
  const ranges = originRanges(records);
  const rows = await run.rows<StoredDeliveryRow>(
    {
      // The first condition lets ClickHouse skip, the last is the exact one.
      query: `SELECT ${storedDeliveryColumns} FROM audit_deliveries
        WHERE ${ranges.sql}
          AND timestamp >= ${instant('sinceMs')}
          AND arrayExists((t, i, p, o) -> originTopic = t AND originPartition = p AND (originTopicId = '' OR originTopicId = i)
              AND o BETWEEN originOffset AND originLastOffset,
            {topics:Array(String)}, {topicIds:Array(String)}, {partitions:Array(UInt32)}, {offsets:Array(UInt64)})
        ORDER BY timestamp, ledgerTopic, ledgerTopicId, ledgerPartition, ledgerOffset, entry LIMIT ${maxDeliveries}`,
      params: {
        ...ranges.params,
        topics: records.map(({ topic }) => topic),
        topicIds: records.map(({ topicId }) => topicId),
        partitions: records.map(({ partition }) => partition),
        offsets: records.map(({ offset }) => Number(offset)),
        sinceMs: Math.min(...records.map(notBeforeMs)),
      },
      doing: 'reading deliveries of records',
    },
    signal,
  );
  return rows.map(toStoredDelivery);
}

/** Nothing is delivered before it is published, give or take a day between clocks; a time from the future says nothing. */
function notBeforeMs({ timestampMs, recordedAtMs }: StoredRecord): number {
  return timestampMs > recordedAtMs ? 0 : Math.max(0, timestampMs - dayMs);
}
