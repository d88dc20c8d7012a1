import type { RangeFinding } from '@spillway/streaming';
import type { OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { StoredPartition } from '../query/stored-partition.js';
import { askedRows, type AskedTimes } from './asked-rows.js';
import { ofPartition, rowStretches, type RowStretch } from './row-stretches.js';

export interface RowsOutsideQuery extends AskedTimes {
  readonly topic?: string;
}

/** Of one partition: between which offsets rows lie that are asked for. */
interface AskedPartition extends StoredPartition, OffsetRun {}

const maxFindings = 1_000;
const doing = 'looking for rows that no range covers';

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
  const rows: RowStretch[] = [];
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
      doing,
    },
    signal,
  );
}

function readOutside(
  run: ReadRunner,
  { isAsked, params }: Asked<AskedPartition>,
  signal?: AbortSignal,
): Promise<RowStretch[]> {
  const runs = `SELECT topic, topicId, partition, first, last FROM audit_blocks
    WHERE ${ofPartition} AND first <= {last:UInt64} AND last >= {first:UInt64}`;
  const limit = maxFindings + 1;
  return rowStretches(run, { side: 'outside', runs, isAsked, params: { ...params }, limit, doing }, signal);
}

function toFinding({ records, first, last, topic, topicId, partition }: RowStretch): RangeFinding {
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
