import type { HistoryEntry } from './history.js';

/** What tells which calls a member may have left to be made again. */
export interface LastSight {
  /** Whether nothing is committed of the record at a place. */
  readonly isOpen: (place: string) => boolean;
  /** When the process was last at work: when it died, or now; ms since the epoch. */
  readonly lastSeenMs: (pid: number) => number;
  /** How long what has ended may wait for its commit. */
  readonly commitWithinMs: number;
}

/**
 * Calls that may be made again, by the number of their event: those of records that are not committed which had not ended
 * when their process was last at work, or so shortly before that their commit was not due.
 */
export function callsInFlight(history: readonly HistoryEntry[], sight: LastSight): ReadonlyMap<number, number> {
  const calls = new Map<number, number>();
  const ends = new Map(history.filter(({ what }) => what !== 'call').map((end) => [nameOf(end), end.atMs]));
  for (const call of history) {
    if (call.what !== 'call' || !sight.isOpen(call.place)) continue;
    const endedMs = ends.get(nameOf(call)) ?? Number.POSITIVE_INFINITY;
    if (endedMs + sight.commitWithinMs < sight.lastSeenMs(call.pid)) continue;
    calls.set(call.number, (calls.get(call.number) ?? 0) + 1);
  }
  return calls;
}

function nameOf({ pid, place, attempt }: HistoryEntry): string {
  return `${pid} ${place} ${attempt}`;
}
