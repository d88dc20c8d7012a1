import type { RangeFinding } from '@spillway/streaming';
import { instant } from '../query/instant.js';
import { subtractRuns, uniteRuns, type OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import { storedPartitionKey, type StoredPartition } from '../query/stored-partition.js';
import { askedRows } from './asked-rows.js';
import { goneOf } from './gone-of.js';
import { readDroppedRuns } from './read-dropped-runs.js';
import { readRangesAt } from './read-ranges.js';
import { ofPartition, rowStretches, type RowStretch } from './row-stretches.js';
import type { OutsideFindings, RowsOutsideQuery } from './rows-outside.js';

/** Of one partition: between which offsets retention has dropped something. */
interface DroppedPartition extends StoredPartition, OffsetRun {
  /** Rows that were stored before may just be deleted; 0 when nothing is. */
  readonly leavesBeforeMs: number;
}

const maxFindings = 1_000;
/** Retention runs once an hour, and notes anew what its deletion has left. */
const deletionMs = 60 * 60 * 1000;
const doing = 'looking for rows where retention has dropped all';
const droppedRuns = `SELECT topic, topicId, partition, first, last FROM audit_dropped WHERE ${ofPartition}`;

/** Rows where retention has dropped all, and that no range vouches for which was written since. */
export async function rowsInDropped(
  run: ReadRunner,
  query: RowsOutsideQuery,
  signal?: AbortSignal,
): Promise<OutsideFindings> {
  const { isAsked, times } = askedRows(query);
  const condition = `${isAsked} AND ({leavesBeforeMs:Int64} = 0 OR recordedAt >= ${instant('leavesBeforeMs')})`;
  const findings: RangeFinding[] = [];
  for (const partition of await droppedPartitions(run, query, signal)) {
    const where = {
      side: 'inside',
      runs: droppedRuns,
      isAsked: condition,
      params: { ...times, ...partition },
    } as const;
    for (const stretch of await rowStretches(run, { ...where, limit: maxFindings + 1, doing }, signal)) {
      findings.push(...(await unvouched(run, stretch, query.settleMs, signal)).map((rest) => toFinding(stretch, rest)));
      if (findings.length > maxFindings) return { findings: findings.slice(0, maxFindings), cut: true };
    }
  }
  return { findings, cut: false };
}

function droppedPartitions(
  run: ReadRunner,
  { topic, nowMs }: RowsOutsideQuery,
  signal?: AbortSignal,
): Promise<DroppedPartition[]> {
  const ofTopic = topic === undefined ? '' : 'WHERE topic = {topic:String}';
  return run.rows<DroppedPartition>(
    {
      query: `SELECT topic, topicId, partition, begins AS first, ends AS last, leavesBeforeMs FROM (
          SELECT topic, topicId, partition, min(first) AS begins, max(last) AS ends,
            toUnixTimestamp64Milli(maxIf(olderThan, droppedAt > ${instant('deletingSinceMs')})) AS leavesBeforeMs
          FROM audit_dropped ${ofTopic} GROUP BY topic, topicId, partition)
        ORDER BY topic, topicId, partition`,
      params: { topic, deletingSinceMs: nowMs - deletionMs },
      doing,
    },
    signal,
  );
}

/** What of a stretch was not written again after it was dropped. */
async function unvouched(
  run: ReadRunner,
  stretch: RowStretch,
  settleMs: number,
  signal?: AbortSignal,
): Promise<OffsetRun[]> {
  const dropped = (await readDroppedRuns(run, [stretch], signal)).get(storedPartitionKey(stretch)) ?? [];
  const ranges = await readRangesAt(run, stretch, signal);
  const there = ranges.flatMap((range) => subtractRuns([range], goneOf(range, dropped, settleMs)));
  return subtractRuns([stretch], uniteRuns(there));
}

/** At each offset of a stretch lies a row. */
function toFinding({ topic, topicId, partition }: RowStretch, { first, last }: OffsetRun): RangeFinding {
  const place = { topic, topicId, partition, first: BigInt(first), last: BigInt(last) };
  return { ...place, problem: 'extra', expectedRecords: 0, foundRecords: last - first + 1, storedAtMs: null };
}
