import { isSettled } from './is-settled.ts';
import type { SystemStatus } from './system-status.ts';
import { waitingFor } from './waiting-for.ts';

/** How long gaps and duplicates may stand with nothing left to read before they count as final. */
const settleMs = 10_000;

/** Judges one look at the system after the other: is it drained, or is it too late to wait on? */
export class RunProgress {
  readonly #timeoutMs: number;
  #status: SystemStatus = {};
  #progress = '';
  #progressAtMs: number;
  #settledAtMs: number | undefined;
  #drainedTotals = '';
  #isDrained = false;

  /** @param timeoutMs counted from the last progress of the import */
  constructor(timeoutMs: number, nowMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#progressAtMs = nowMs;
  }

  /** Totals as last known: an app that restarts keeps its part. */
  get status(): SystemStatus {
    return this.#status;
  }

  /**
   * Drained twice in a row at the same totals: within one look a group may have been asked before another published
   * what it still has to handle, but then it has handled more by the next look, or lags.
   */
  get isDrained(): boolean {
    return this.#isDrained;
  }

  look(seen: SystemStatus, nowMs: number): void {
    this.#status = {
      import: seen.import ?? this.#status.import,
      groups: seen.groups ?? this.#status.groups,
      audit: seen.audit ?? this.#status.audit,
    };
    const totals = waitingFor(seen).length === 0 ? JSON.stringify([seen.groups, seen.audit]) : '';
    this.#isDrained = totals !== '' && totals === this.#drainedTotals;
    this.#drainedTotals = totals;
    this.#settledAtMs = isSettled(seen) ? (this.#settledAtMs ?? nowMs) : undefined;
    const { input, produced } = this.#status.import ?? {};
    const progress = JSON.stringify([input?.lines, produced]);
    if (progress === this.#progress) return;
    this.#progress = progress;
    this.#progressAtMs = nowMs;
  }

  isLate(nowMs: number): boolean {
    const isSettledForGood = nowMs - (this.#settledAtMs ?? nowMs) > Math.min(settleMs, this.#timeoutMs);
    return isSettledForGood || nowMs - this.#progressAtMs > this.#timeoutMs;
  }
}
