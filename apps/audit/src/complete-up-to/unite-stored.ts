import type { LoggedPartition } from '@spillway/streaming';
import type { StoredPosition } from '../sink/intake-progress.js';
import type { CompleteUpToState } from './complete-up-to-state.js';

/** A partition of the log, and how far it is stored. */
export interface LoggedEnd extends LoggedPartition {
  readonly stored: StoredPosition | undefined;
}

/** The whole is as complete as the partition that is furthest behind. */
export function uniteStored(ends: readonly LoggedEnd[], asOfMs: number): CompleteUpToState {
  const behind = ends.filter(({ stored, beginOffset, endOffset }) => (stored?.nextOffset ?? beginOffset) < endOffset);
  if (behind.length === 0) return { timeMs: asOfMs, complete: true, asOfMs };
  const times = behind.map(({ stored }) => stored?.timeMs ?? null);
  const timeMs = times.includes(null) ? null : Math.min(asOfMs, ...times.map((time) => time ?? asOfMs));
  return { timeMs, complete: false, asOfMs };
}
