import type { LoggedPartition, PartitionCoverage } from '@spillway/streaming';
import { clipRuns, countOffsets, subtractRuns, type OffsetRun } from './offset-runs.js';
import type { PartitionBounds } from './partition-bounds.js';
import type { StoredPositions } from './stored-positions.js';

/** Offsets without a row, by whether a block vouches for that. */
export interface MissingRuns {
  /** No block does: rows that are gone, or never came. */
  readonly unexplained: readonly OffsetRun[];
  /** A block that has all the rows it was written with covers them: the log held no record there. The first ones only. */
  readonly explained: readonly OffsetRun[];
}

export interface PartitionFacts {
  /** Undefined while nothing of the partition was ever stored. */
  readonly bounds: PartitionBounds | undefined;
  readonly stored: StoredPositions | undefined;
  readonly missing?: MissingRuns | undefined;
  /** Offsets that were refused and are not stored. */
  readonly refused?: readonly OffsetRun[] | undefined;
  /** Offsets that retention has dropped. */
  readonly dropped?: readonly OffsetRun[] | undefined;
  /** Distinct offsets that are stored of those that are asked for; where only some are. */
  readonly storedWithin?: number | undefined;
}

interface Findings extends Record<'gaps' | 'refused' | 'empty' | 'dropped', readonly OffsetRun[]> {
  readonly end: number;
  readonly storedWithin: number;
}

const maxRunsListed = 1_000;

/**
 * Compares one partition of the log with what is known of it in the store. An offset without a row is no gap where a block
 * explains that, where the store refused its record, or where retention has dropped it.
 */
export function partitionCoverage(
  log: LoggedPartition,
  { bounds, stored, missing, dropped = [], storedWithin = 0, ...facts }: PartitionFacts,
): PartitionCoverage & { readonly timeIsKnown: boolean } {
  const begin = Number(log.beginOffset);
  const end = bounds?.end ?? begin;
  const refused = subtractRuns(facts.refused ?? [], dropped);
  const others = (runs: readonly OffsetRun[]) => subtractRuns(subtractRuns(runs, dropped), refused);
  const gaps = others(missing?.unexplained ?? []);
  const empty = others(missing?.explained ?? []);
  const reachable = gaps.find(({ last }) => last >= begin);
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
  const all = { gaps, refused, empty, dropped, storedWithin, end: bounds?.upTo ?? begin };
  return { ...whole, ...coverageWithin(log.within, all) };
}

/** The same of the offsets that are asked for. */
function coverageWithin(
  { beginOffset, endOffset }: NonNullable<LoggedPartition['within']>,
  { gaps, refused, empty, dropped, storedWithin, end }: Findings,
) {
  const asked = { first: Number(beginOffset), last: Number(endOffset) - 1 };
  const found = clipRuns(gaps, asked);
  const behind = Math.max(asked.first, Math.min(end, asked.last + 1));
  return {
    beginOffset,
    endOffset,
    storedRecords: storedWithin,
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
