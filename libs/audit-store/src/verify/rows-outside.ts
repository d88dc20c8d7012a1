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

export interface OutsideFindings {
  /** Runs of offsets; the first 1,000. */
  readonly findings: RangeFinding[];
  /** There are more. */
  readonly cut: boolean;
}

/**
 * Rows that no range of the manifest covers. A row whose time of storing lies ahead was not stored by us: it is named
 * whatever times are asked for. One scan of the positions.
 */
export async function rowsOutside(
  run: ReadRunner,
  { topic, fromMs, toMs, settleMs, nowMs }: RowsOutsideQuery,
  signal?: AbortSignal,
): Promise<OutsideFindings> {
  const where = topic === undefined ? '' : `WHERE ${ofTopic}`;
  const asked = [
    fromMs === undefined ? [] : [`recordedAt >= ${instant('fromMs')}`],
    toMs === undefined ? [] : [`recordedAt < ${instant('toMs')}`],
  ].flat();
  const isAsked = asked.length === 0 ? 'true' : `(${asked.join(' AND ')} OR recordedAt > ${instant('settleToMs')})`;
  const rows = await run.rows<OutsideRow>(
    {
      query: `SELECT topic, topicId, partition, min(offset) AS first, max(offset) AS last, count() AS records FROM (
          SELECT topic, topicId, partition, offset,
            offset - dense_rank() OVER (PARTITION BY topic, topicId, partition ORDER BY offset) AS stretch
          FROM (SELECT topic, topicId, partition, offset FROM audit_events
            WHERE ${isAsked} AND NOT (recordedAt BETWEEN ${instant('settleFromMs')} AND ${instant('settleToMs')})
              ${topic === undefined ? '' : `AND ${ofTopic}`}) AS stored
          ASOF LEFT JOIN (${coveredRuns(where)}) AS covered
            ON stored.topic = covered.topic AND stored.topicId = covered.topicId
              AND stored.partition = covered.partition AND stored.offset >= covered.runFirst
          WHERE covered.topic = '' OR offset > covered.runLast)
        GROUP BY topic, topicId, partition, stretch ORDER BY topic, topicId, partition, first LIMIT ${maxFindings + 1}`,
      params: { topic, fromMs, toMs, settleFromMs: nowMs - settleMs, settleToMs: nowMs + settleMs },
      doing: 'looking for rows that no range covers',
    },
    signal,
  );
  const findings = rows.slice(0, maxFindings).map(({ records, first, last, ...partition }) => ({
    ...partition,
    problem: 'unvouched' as const,
    first: BigInt(first),
    last: BigInt(last),
    expectedRecords: 0,
    foundRecords: records,
    storedAtMs: null,
  }));
  return { findings, cut: rows.length > maxFindings };
}
