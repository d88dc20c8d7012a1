import type { RangeFinding } from '@spillway/streaming';
import type { OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { StoredPartition } from '../query/stored-partition.js';
import { unitedRuns } from '../query/united-runs.js';
import { askedRows, type AskedTimes } from './asked-rows.js';

export interface RowsOutsideQuery extends AskedTimes {
  readonly topic?: string;
}

interface OutsideRow extends StoredPartition, OffsetRun {
  readonly records: number;
}

/** Of one partition: between which offsets rows lie that are asked for. */
interface AskedPartition extends StoredPartition, OffsetRun {}

const maxFindings = 1_000;
const ofPartition = 'topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}';

export interface OutsideFindings {
  /** Runs of offsets; the first 1,000. */
  readonly findings: RangeFinding[];
  /** There are more. */
  readonly cut: boolean;
}

/**
 * Rows that no range of the manifest covers. Costs a scan of what was stored in those times, and partition by partition the ranges there.
 */
export async function rowsOutside(
  run: ReadRunner,
  query: RowsOutsideQuery,
  signal?: AbortSignal,
): Promise<OutsideFindings> {
  const { topic } = query;
  const { isAsked, times } = askedRows(query);
  const rows: OutsideRow[] = [];
  for (const partition of await readAsked(run, { isAsked, params: { topic, ...times } }, signal)) {
    rows.push(...(await readOutside(run, { isAsked, params: { ...times, ...partition } }, signal)));
    if (rows.length > maxFindings) break;
  }
  return { findings: rows.slice(0, maxFindings).map(toFinding), cut: rows.length > maxFindings };
}

interface Asked<P> {
  /** The condition on rows. */
  readonly isAsked: string;
  readonly params: P;
}

/** Without FINAL, which would read the rows of all times: copies of a row have the same position. */
function readAsked(
  run: ReadRunner,
  { isAsked, params }: Asked<{ readonly topic: string | undefined }>,
  signal?: AbortSignal,
): Promise<AskedPartition[]> {
  const ofTopic = params.topic === undefined ? '' : 'AND topic = {topic:String}';
  return run.rows<AskedPartition>(
    {
      query: `SELECT topic, topicId, partition, min(offset) AS first, max(offset) AS last FROM audit_positions
        WHERE ${isAsked} ${ofTopic} GROUP BY topic, topicId, partition ORDER BY topic, topicId, partition`,
      params,
      doing: 'looking for rows that no range covers',
    },
    signal,
  );
}

/** The rows of an hour with the same offset are one to a reader. */
function readOutside(
  run: ReadRunner,
  { isAsked, params }: Asked<AskedPartition>,
  signal?: AbortSignal,
): Promise<OutsideRow[]> {
  const ranges = `SELECT topic, topicId, partition, first, last FROM audit_blocks
    WHERE ${ofPartition} AND first <= {last:UInt64} AND last >= {first:UInt64}`;
  return run.rows<OutsideRow>(
    {
      query: `SELECT topic, topicId, partition, min(offset) AS first, max(offset) AS last, uniqExact(hour, offset) AS records FROM (
          SELECT topic, topicId, partition, hour, offset, offset - dense_rank() OVER (ORDER BY offset) AS stretch
          FROM (SELECT topic, topicId, partition, toStartOfHour(timestamp) AS hour, offset FROM audit_positions
            WHERE ${ofPartition} AND offset BETWEEN {first:UInt64} AND {last:UInt64} AND ${isAsked}) AS stored
          ASOF LEFT JOIN (${unitedRuns(ranges)}) AS covered
            ON stored.topic = covered.topic AND stored.topicId = covered.topicId
              AND stored.partition = covered.partition AND stored.offset >= covered.runFirst
          WHERE covered.topic = '' OR offset > covered.runLast)
        GROUP BY topic, topicId, partition, stretch ORDER BY first LIMIT ${maxFindings + 1}`,
      params: { ...params },
      doing: 'looking for rows that no range covers',
    },
    signal,
  );
}

function toFinding({ records, first, last, topic, topicId, partition }: OutsideRow): RangeFinding {
  return {
    topic,
    topicId,
    partition,
    problem: 'unvouched',
    first: BigInt(first),
    last: BigInt(last),
    expectedRecords: 0,
    foundRecords: records,
    storedAtMs: null,
  };
}
