import type { OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { StoredPartition } from '../query/stored-partition.js';
import { isExpiredRecord } from './is-expired-record.js';

export interface Expiry {
  readonly topic: string;
  /** Of the records' timestamps. */
  readonly olderThanMs: number;
  /** Records stored later stay, whatever their timestamps are. */
  readonly storedBeforeMs: number;
  /** Rows stored later wait: their insert may not be over. */
  readonly settledBeforeMs: number;
}

export interface ExpiredPartition extends StoredPartition {
  readonly runs: readonly OffsetRun[];
  readonly records: number;
}

interface PartitionRow extends StoredPartition {
  readonly lastExpired: number;
  readonly records: number;
}

/** Where expired rows of a topic lie: stretches of each partition that only a row to be kept ends. */
export async function expiredRuns(
  run: ReadRunner,
  expiry: Expiry,
  signal?: AbortSignal,
): Promise<readonly ExpiredPartition[]> {
  const partitions = await run.rows<PartitionRow>(
    {
      query: `SELECT topic, topicId, partition, max(offset) AS lastExpired, count() AS records FROM audit_events
        WHERE topic = {topic:String} AND ${isExpiredRecord()} GROUP BY topic, topicId, partition ORDER BY topicId, partition`,
      params: { ...expiry },
      doing: 'looking for what has expired',
    },
    signal,
  );
  const found: ExpiredPartition[] = [];
  for (const { lastExpired, ...partition } of partitions) {
    found.push({ ...partition, runs: await runsOf(run, { ...expiry, ...partition, lastExpired }, signal) });
  }
  return found;
}

function runsOf(run: ReadRunner, params: Expiry & PartitionRow, signal?: AbortSignal): Promise<OffsetRun[]> {
  return run.rows<OffsetRun>(
    {
      query: `SELECT min(offset) AS first, max(offset) AS last FROM (
          SELECT offset, expired, sum(changes) OVER (ORDER BY offset ROWS UNBOUNDED PRECEDING) AS stretch FROM (
            SELECT offset, expired, expired != lagInFrame(expired, 1, expired) OVER
              (ORDER BY offset ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS changes
            FROM (SELECT offset, ${isExpiredRecord()} AS expired FROM audit_events
              WHERE topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}
                AND offset <= {lastExpired:UInt64})))
        WHERE expired GROUP BY stretch ORDER BY first`,
      params: { ...params },
      doing: 'looking for what has expired',
    },
    signal,
  );
}
