import type { RangeFinding } from '@spillway/streaming';
import { latestMs } from '../encode/clamp-timestamp.js';
import { instant } from '../query/instant.js';
import { subtractRuns, uniteRuns, type OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import { storedPartitionKey, type StoredPartition } from '../query/stored-partition.js';
import { askedRows } from './asked-rows.js';
import { goneOf } from './gone-of.js';
import { planBatches } from './plan-batches.js';
import { readDroppedRuns } from './read-dropped-runs.js';
import { readRangesAt } from './read-ranges.js';
import { ofPartition, type RowStretch } from './row-stretches.js';
import type { OutsideFindings, RowsOutsideQuery } from './rows-outside.js';
import { stretchPages } from './stretch-pages.js';

/** Of one partition: between which offsets retention has dropped something. */
interface DroppedPartition extends StoredPartition, OffsetRun {
  /** Older rows that were stored before may just be deleted; 0 when nothing is. */
  readonly leavesBeforeMs: number;
}

const maxFindings = 1_000;
/** Each page reads the positions behind it once more. */
const stretchesPerPage = 20_000;
/** Between which offsets the manifest is read at a time. */
const maxOffsets = 50_000;
/**
 * From a note until the next turn of retention, which notes anew what its deletion has left: an hour from the end of this turn,
 * whose deletions may take as long.
 */
const deletionMs = 3 * 60 * 60 * 1000;
const doing = 'looking for rows where retention has dropped all';
/** As `isExpiredRecord` has it: a time past the latest was out of range. */
const isLeaving = `{leavesBeforeMs:Int64} > 0 AND recordedAt < ${instant('leavesBeforeMs')}
  AND (timestamp < ${instant('leavesBeforeMs')} OR timestamp >= fromUnixTimestamp64Milli(${latestMs}, 'UTC'))`;
const droppedRuns = `SELECT topic, topicId, partition, first, last FROM audit_dropped WHERE ${ofPartition}`;

/** Rows where retention has dropped all, and that no range vouches for which was written since. */
export async function rowsInDropped(
  run: ReadRunner,
  query: RowsOutsideQuery,
  signal?: AbortSignal,
  perPage = stretchesPerPage,
): Promise<OutsideFindings> {
  const { isAsked, times } = askedRows(query);
  const isStaying = `${isAsked} AND NOT (${isLeaving})`;
  const findings: RangeFinding[] = [];
  for (const partition of await droppedPartitions(run, query, signal)) {
    const params = { ...times, ...partition };
    const question = { side: 'inside', runs: droppedRuns, isAsked: isStaying, params, limit: perPage, doing } as const;
    for await (const page of stretchPages(run, question, signal)) {
      for (const batch of planBatches(page, { maxOffsets, maxRanges: perPage })) {
        const rest = await unvouched(run, batch, query.settleMs, signal);
        findings.push(...rest.map((found) => toFinding(partition, found)));
        if (findings.length > maxFindings) return { findings: findings.slice(0, maxFindings), cut: true };
      }
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

/** What of some stretches of one partition was not written again after it was dropped. */
async function unvouched(
  run: ReadRunner,
  stretches: readonly RowStretch[],
  settleMs: number,
  signal?: AbortSignal,
): Promise<OffsetRun[]> {
  const span = { ...stretches[0]!, last: stretches.at(-1)!.last };
  const dropped = (await readDroppedRuns(run, [span], signal)).get(storedPartitionKey(span)) ?? [];
  const ranges = await readRangesAt(run, span, signal);
  const there = ranges.flatMap((range) => subtractRuns([range], goneOf(range, dropped, settleMs)));
  return subtractRuns(stretches, uniteRuns(there));
}

/** At each offset of a stretch lies a row. */
function toFinding({ topic, topicId, partition }: StoredPartition, { first, last }: OffsetRun): RangeFinding {
  const place = { topic, topicId, partition, first: BigInt(first), last: BigInt(last) };
  return { ...place, problem: 'extra', expectedRecords: 0, foundRecords: last - first + 1, storedAtMs: null };
}
