import type { StallVerdict } from './stall-watch.js';

/** How often a new consumer is tried before the process is given up. */
const maxRebuilds = 2;

/** Tells when a member has waited for its partitions for too long. Pure: no clock, no consumer. */
export class JoinWatch {
  #sinceMs: number | undefined;
  #rebuilds = 0;

  /** @param stallMs how long it may wait */
  constructor(private readonly stallMs: number) {}

  /** @param isWaiting for partitions, while nothing explains that none come */
  look(nowMs: number, isWaiting: boolean): StallVerdict {
    if (!isWaiting) {
      this.#sinceMs = undefined;
      this.#rebuilds = 0;
      return 'fine';
    }
    this.#sinceMs ??= nowMs;
    if (nowMs - this.#sinceMs < this.stallMs) return 'fine';
    if (this.#rebuilds >= maxRebuilds) return 'give-up';
    this.#rebuilds++;
    this.#sinceMs = nowMs;
    return 'rebuild';
  }
}
