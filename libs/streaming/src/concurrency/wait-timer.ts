import type { Clock } from '../ports/clock.js';

/** Timers hold less than 2^31 ms, and clocks may be set: it is looked again at the latest after a minute. */
const longestMs = 60_000;

/** Two clocks are compared for each alarm, one of them in whole milliseconds: by less it is not moved. */
const toleranceMs = 1;

/** Without a reason an abort makes an error, with its stack. */
const moved = Symbol('moved');

/** One alarm that is only ever moved forward in time: it may ring too early, and by a millisecond too late. */
export class WaitTimer {
  #atMs = Number.POSITIVE_INFINITY;
  #current: AbortController | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /** @param atMs by the clock; an earlier alarm stays */
  setFor(atMs: number): void {
    if (atMs > this.#atMs - toleranceMs) return;
    this.stop();
    const current = new AbortController();
    this.#atMs = atMs;
    this.#current = current;
    const delayMs = Math.min(longestMs, Math.max(0, Math.ceil(atMs - this.clock.nowMs())));
    void this.#sleep(delayMs, current);
  }

  stop(): void {
    this.#current?.abort(moved);
    this.#atMs = Number.POSITIVE_INFINITY;
  }

  async #sleep(delayMs: number, current: AbortController): Promise<void> {
    await this.clock.sleep(delayMs, current.signal);
    if (current.signal.aborted) return;
    this.#atMs = Number.POSITIVE_INFINITY;
    this.ring();
  }
}
