import { uniteRuns, type OffsetRun } from '../query/offset-runs.js';
import type { WrittenRange } from './written-range.js';

/** A stretch that retention has dropped. */
export interface DroppedRun extends OffsetRun {
  readonly droppedAtMs: number;
}

/**
 * What retention has dropped of a range since it was written, ascending and disjoint: what was written again afterwards, as
 * after a start from the beginning of the log, is there.
 *
 * @param settleMs within this time before a stretch was dropped no row was taken
 */
export function goneOf(
  { first, last, storedAtMs }: WrittenRange,
  dropped: readonly DroppedRun[],
  settleMs: number,
): OffsetRun[] {
  return uniteRuns(
    dropped.filter((run) => run.first <= last && run.last >= first && storedAtMs < run.droppedAtMs - settleMs),
  );
}
