import type { RangeFinding } from '@spillway/streaming';
import { instant } from '../query/instant.js';
import type { OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { StoredPartition } from '../query/stored-partition.js';

export interface RowsOutsideQuery {
  readonly topic?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Rows stored within this time of now may still get their manifest. */
  readonly settleMs: number;
  readonly nowMs: number;
}

interface OutsideRow extends StoredPartition, OffsetRun {
  readonly records: number;
}

const maxFindings = 1_000;
const ofTopic = 'topic = {topic:String}';

/** What the manifest covers, as ascending, disjoint runs of each partition. */
const coveredRuns = (where: string): string => `
  SELECT topic, topicId, partition, min(first) AS runFirst, max(last) AS runLast FROM (
    SELECT topic, topicId, partition, first, last,
      sum(begins) OVER (PARTITION BY topic, topicId, partition ORDER BY first, last ROWS UNBOUNDED PRECEDING) AS run
    FROM (
      SELECT topic, topicId, partition, first, last, first > 1 + max(last) OVER (PARTITION BY topic, topicId, partition
          ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS begins
      FROM audit_blocks ${where}))
  GROUP BY topic, topicId, partition, run`;

/** Rows that no range of the manifest covers, as runs of offsets; the first 1,000. One scan of the positions. */
export async function rowsOutside(
  run: ReadRunner,
  { topic, fromMs = 0, toMs = Date.UTC(2200, 0, 1), settleMs, nowMs }: RowsOutsideQuery,
  signal?: AbortSignal,
): Promise<RangeFinding[]> {
  const where = topic === undefined ? '' : `WHERE ${ofTopic}`;
  const rows = await run.rows<OutsideRow>(
    {
      query: `SELECT topic, topicId, partition, min(offset) AS first, max(offset) AS last, count() AS records FROM (
          SELECT topic, topicId, partition, offset,
            offset - dense_rank() OVER (PARTITION BY topic, topicId, partition ORDER BY offset) AS stretch
          FROM (SELECT topic, topicId, partition, offset FROM audit_events
            WHERE recordedAt >= ${instant('fromMs')} AND recordedAt < ${instant('toMs')}
              AND NOT (recordedAt BETWEEN ${instant('settleFromMs')} AND ${instant('settleToMs')})
              ${topic === undefined ? '' : `AND ${ofTopic}`}) AS stored
          ASOF LEFT JOIN (${coveredRuns(where)}) AS covered
            ON stored.topic = covered.topic AND stored.topicId = covered.topicId
              AND stored.partition = covered.partition AND stored.offset >= covered.runFirst
          WHERE covered.topic = '' OR offset > covered.runLast)
        GROUP BY topic, topicId, partition, stretch ORDER BY topic, topicId, partition, first LIMIT ${maxFindings}`,
      params: { topic, fromMs, toMs, settleFromMs: nowMs - settleMs, settleToMs: nowMs + settleMs },
      doing: 'looking for rows that no range covers',
    },
    signal,
  );
  return rows.map(({ records, first, last, ...partition }) => ({
    ...partition,
    problem: 'unvouched',
    first: BigInt(first),
    last: BigInt(last),
    expectedRecords: 0,
    foundRecords: records,
    storedAtMs: null,
  }));
}
