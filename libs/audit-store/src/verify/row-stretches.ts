import type { OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { StoredPartition } from '../query/stored-partition.js';
import { unitedRuns } from '../query/united-runs.js';

/** Consecutive offsets of a partition at each of which a row lies. */
export interface RowStretch extends StoredPartition, OffsetRun {
  readonly records: number;
}

export interface StretchQuestion {
  /** Whether rows are looked for inside of the runs, or where none of them is. */
  readonly side: 'inside' | 'outside';
  /** A subquery with topic, topicId, partition, first and last. */
  readonly runs: string;
  /** The condition on rows. */
  readonly isAsked: string;
  /** Of the subquery and the condition, with the partition and the offsets between which to look. */
  readonly params: Readonly<Record<string, unknown>> & StoredPartition & OffsetRun;
  readonly limit: number;
  readonly doing: string;
}

/** Which partition is meant, by the parameters of a question. */
export const ofPartition = 'topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}';

const sides = {
  inside: `covered.topic != '' AND offset <= covered.runLast`,
  outside: `covered.topic = '' OR offset > covered.runLast`,
};

/** Where rows of a partition lie, held against runs of it. The rows of an hour with the same offset are one to a reader. */
export function rowStretches(
  run: ReadRunner,
  { side, runs, isAsked, params, limit, doing }: StretchQuestion,
  signal?: AbortSignal,
): Promise<RowStretch[]> {
  return run.rows<RowStretch>(
    {
      query: `SELECT topic, topicId, partition, min(offset) AS first, max(offset) AS last, uniqExact(hour, offset) AS records FROM (
          SELECT topic, topicId, partition, hour, offset, offset - dense_rank() OVER (ORDER BY offset) AS stretch
          FROM (SELECT topic, topicId, partition, toStartOfHour(timestamp) AS hour, offset FROM audit_positions
            WHERE ${ofPartition} AND offset BETWEEN {first:UInt64} AND {last:UInt64} AND ${isAsked}) AS stored
          ASOF LEFT JOIN (${unitedRuns(runs)}) AS covered
            ON stored.topic = covered.topic AND stored.topicId = covered.topicId
              AND stored.partition = covered.partition AND stored.offset >= covered.runFirst
          WHERE ${sides[side]})
        GROUP BY topic, topicId, partition, stretch ORDER BY first LIMIT ${limit}`,
      params: { ...params },
      doing,
    },
    signal,
  );
}
