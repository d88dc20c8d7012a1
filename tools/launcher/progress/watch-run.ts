import { SpillwayError } from '@spillway/events';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunProgress } from './run-progress.ts';
import type { SystemStatus } from './system-status.ts';
import { waitingFor } from './waiting-for.ts';

export interface WatchOptions {
  readonly readStatus: () => Promise<SystemStatus>;
  readonly show: (status: SystemStatus) => void;
  /** Infinity: wait for as long as it takes. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type WatchResult =
  | { readonly type: 'drained'; readonly status: SystemStatus }
  | { readonly type: 'not-drained'; readonly status: SystemStatus; readonly waitingFor: readonly string[] };

const shortestPauseMs = 250;
const longestPauseMs = 2_000;
/** Looking costs the apps work that they should rather spend on events: a fifth of the time at most. */
const pausePerLook = 4;

/**
 * Looks at the system until it is drained or too late.
 *
 * @throws SpillwayError `SPW-1010` when the import failed; AbortError when the signal fires
 */
export async function watchRun({ readStatus, show, timeoutMs, signal }: WatchOptions): Promise<WatchResult> {
  const progress = new RunProgress(timeoutMs, performance.now());
  for (;;) {
    const askedAtMs = performance.now();
    const seen = await readStatus();
    signal.throwIfAborted();
    const nowMs = performance.now();
    progress.look(seen, nowMs);
    const { status } = progress;
    show(status);
    refuseFailedImport(seen);
    if (progress.isDrained) return { type: 'drained', status };
    if (progress.isLate(nowMs)) return { type: 'not-drained', status, waitingFor: waitingFor(seen) };
    const pauseMs = Math.max(shortestPauseMs, Math.min(longestPauseMs, pausePerLook * (nowMs - askedAtMs)));
    await sleep(pauseMs, undefined, { signal });
  }
}

function refuseFailedImport({ import: imported }: SystemStatus): void {
  if (imported?.state !== 'failed') return;
  throw new SpillwayError('SPW-1010', `The import failed: ${imported.error ?? 'the producer gives no reason'}`);
}
