import { SpillwayError } from '@spillway/events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSettled } from './is-settled.ts';
import type { SystemStatus } from './system-status.ts';
import { waitingFor } from './waiting-for.ts';

export interface WatchOptions {
  readonly readStatus: () => Promise<SystemStatus>;
  readonly show: (status: SystemStatus) => void;
  /** Absent: wait for as long as it takes. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
}

export type WatchResult =
  | { readonly type: 'drained'; readonly status: SystemStatus }
  | { readonly type: 'not-drained'; readonly status: SystemStatus; readonly waitingFor: readonly string[] };

const pollIntervalMs = 250;
/** How long gaps and duplicates may stand with nothing left to read before they count as final. */
const settleMs = 10_000;

/**
 * Looks at the system until it is drained, twice in a row: between two looks an app may have seen its work, not yet the
 * next. The time-out counts from the last progress of the import.
 *
 * @throws SpillwayError `SPW-1010` when the import failed; AbortError when the signal fires
 */
export async function watchRun({ readStatus, show, timeoutMs, signal }: WatchOptions): Promise<WatchResult> {
  let status: SystemStatus = {};
  let progress = '';
  let progressAtMs = performance.now();
  let settledAtMs: number | undefined;
  let drainedLooks = 0;
  for (;;) {
    const seen = await readStatus();
    signal.throwIfAborted();
    // Known totals stay in view while an app restarts.
    status = {
      import: seen.import ?? status.import,
      groups: seen.groups ?? status.groups,
      audit: seen.audit ?? status.audit,
    };
    show(status);
    refuseFailedImport(seen);
    const reasons = waitingFor(seen);
    drainedLooks = reasons.length === 0 ? drainedLooks + 1 : 0;
    if (drainedLooks >= 2) return { type: 'drained', status };
    const nowMs = performance.now();
    const progressNow = JSON.stringify([seen.import?.input.lines, seen.import?.produced]);
    if (progressNow !== progress) [progress, progressAtMs] = [progressNow, nowMs];
    settledAtMs = isSettled(seen) ? (settledAtMs ?? nowMs) : undefined;
    if (timeoutMs !== undefined) {
      const isLate = nowMs - progressAtMs > timeoutMs || nowMs - (settledAtMs ?? nowMs) > Math.min(settleMs, timeoutMs);
      if (isLate) return { type: 'not-drained', status, waitingFor: reasons };
    }
    await sleep(pollIntervalMs, undefined, { signal });
  }
}

function refuseFailedImport({ import: imported }: SystemStatus): void {
  if (imported?.state !== 'failed') return;
  throw new SpillwayError('SPW-1010', `The import failed: ${imported.error ?? 'the producer gives no reason'}`);
}
