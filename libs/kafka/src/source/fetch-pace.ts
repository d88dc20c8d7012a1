import type { Clock } from '@spillway/streaming';

/** Of a fetch that a partition may soon be missing from. */
const shortWaitMs = 25;

/**
 * How long a fetch may wait for records. One under way cannot be told to end: a partition that is resumed meanwhile
 * waits for the next. Shortly after one was paused, mostly because its queue is full, fetches are kept short.
 */
export class FetchPace {
  #pausedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Pick<Clock, 'steadyMs'>,
    private readonly fetchWaitMs: number,
  ) {}

  paused(): void {
    this.#pausedAtMs = this.clock.steadyMs();
  }

  get waitMs(): number {
    const sinceMs = this.clock.steadyMs() - this.#pausedAtMs;
    return sinceMs < this.fetchWaitMs ? Math.min(shortWaitMs, this.fetchWaitMs) : this.fetchWaitMs;
  }
}
