import type { LoggedPartition, PartitionCoverage } from '@spillway/streaming';
import { clipRuns, countOffsets, offsetCounter, subtractRuns, uniteRuns, type OffsetRun } from './offset-runs.js';

/** What the rows of one partition say. */
export interface StoredPositions {
  /** Rows seen through the view, and distinct offsets among them. */
  readonly records: number;
  readonly positions: number;
  readonly minOffset: number;
  readonly maxOffset: number;
  readonly lastTimestampMs: number;
  /** Offsets missing between the smallest and the greatest. */
  readonly holes: readonly OffsetRun[];
}

/** What the manifests of one partition say. */
export interface ManifestedBlocks {
  readonly minFirst: number;
  readonly maxLast: number;
  /** Blocks with fewer rows than offsets: the log had none there, or the rows are gone. */
  readonly sparse: readonly (OffsetRun & { readonly count: number })[];
}

interface MissingOffsets extends Record<'gaps' | 'refused' | 'empty' | 'dropped' | 'missing', readonly OffsetRun[]> {
  readonly end: number;
}

const maxRunsListed = 1_000;

/**
 * Compares one partition of the log with its rows and manifests. An offset without a row is no gap when a block that
 * covers it has all the rows it was written with: then the log held no record there, or the store refused it. Nor is what
 * retention has dropped.
 *
 * @param others offsets that were refused at some time, and that retention has dropped
 */
export function partitionCoverage(
  log: LoggedPartition,
  stored: StoredPositions | undefined,
  blocks: ManifestedBlocks | undefined,
  {
    refusals = [],
    dropped = [],
  }: { readonly refusals?: readonly OffsetRun[]; readonly dropped?: readonly OffsetRun[] } = {},
): PartitionCoverage & { readonly timeIsKnown: boolean } {
  const begin = Number(log.beginOffset);
  const start = Math.min(begin, stored?.minOffset ?? begin, blocks?.minFirst ?? begin);
  const end = Math.max(begin, (stored?.maxOffset ?? -1) + 1, (blocks?.maxLast ?? -1) + 1);
  // What was stored once and lies behind all that is left is as lost as what lies before it.
  const storedOnce = Math.min(Number(log.committedOffset ?? 0n), Number(log.endOffset));
  const known = stored !== undefined || blocks !== undefined || storedOnce > start;
  const missing = known ? missingRuns(start, Math.max(end, storedOnce), stored) : [];
  const kept = subtractRuns(missing, dropped);
  // What was refused and is stored by now was taken at another try.
  const refused = subtractRuns(kept, subtractRuns(kept, uniteRuns(refusals)));
  const unrefused = subtractRuns(kept, refused);
  const gaps = subtractRuns(unrefused, emptyInTheLog(kept, blocks?.sparse ?? []));
  const reachable = gaps.find(({ last }) => last >= begin);
  const empty = subtractRuns(unrefused, gaps);
  const whole = {
    ...log,
    storedRecords: stored?.records ?? 0,
    duplicates: (stored?.records ?? 0) - (stored?.positions ?? 0),
    gaps: listed(gaps),
    missingRecords: countOffsets(gaps),
    refusedRecords: countOffsets(refused),
    empty: listed(empty),
    dropped: listed(dropped),
    completeUpTo: { nextOffset: BigInt(gaps[0]?.first ?? end), timeMs: stored?.lastTimestampMs ?? null },
    storedUpTo: BigInt(end),
    resumeOffset: BigInt(reachable === undefined ? end : Math.max(reachable.first, begin)),
    timeIsKnown: gaps.length === 0 && log.within === undefined,
  };
  if (log.within === undefined) return whole;
  const all = { gaps, refused, empty, dropped, missing, end: Math.max(end, storedOnce) };
  return { ...whole, ...coverageWithin(log.within, all) };
}

/**
 * The same of the offsets that are asked for: what is not missing of them is stored.
 *
 * @param all `missing` has every offset without a row, below `end`
 */
function coverageWithin(
  { beginOffset, endOffset }: NonNullable<LoggedPartition['within']>,
  { gaps, refused, empty, dropped, missing, end }: MissingOffsets,
) {
  const asked = { first: Number(beginOffset), last: Number(endOffset) - 1 };
  const [found, lost] = [clipRuns(gaps, asked), clipRuns(missing, asked)];
  const behind = Math.max(asked.first, Math.min(end, asked.last + 1));
  return {
    beginOffset,
    endOffset,
    storedRecords: behind - asked.first - countOffsets(lost),
    gaps: listed(found),
    missingRecords: countOffsets(found),
    refusedRecords: countOffsets(clipRuns(refused, asked)),
    empty: listed(clipRuns(empty, asked)),
    dropped: listed(clipRuns(dropped, asked)),
    completeUpTo: { nextOffset: BigInt(found[0]?.first ?? behind), timeMs: null },
    storedUpTo: BigInt(behind),
  };
}

function listed(runs: readonly OffsetRun[]): PartitionCoverage['gaps'] {
  return runs.slice(0, maxRunsListed).map(({ first, last }) => ({ first: BigInt(first), last: BigInt(last) }));
}

function missingRuns(start: number, end: number, stored: StoredPositions | undefined): OffsetRun[] {
  const runs =
    stored === undefined
      ? [{ first: start, last: end - 1 }]
      : [{ first: start, last: stored.minOffset - 1 }, ...stored.holes, { first: stored.maxOffset + 1, last: end - 1 }];
  return runs.filter(({ first, last }) => first <= last);
}

function emptyInTheLog(missing: readonly OffsetRun[], sparse: ManifestedBlocks['sparse']): OffsetRun[] {
  const countMissing = offsetCounter(missing);
  return uniteRuns(sparse.filter((block) => countMissing(block) === block.last - block.first + 1 - block.count));
}
