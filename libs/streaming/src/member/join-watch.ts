import { maxRebuilds, type StallVerdict } from './stall-verdict.js';

/** How a member waits for its partitions: not any more, for a reason that is known, or for none. */
export type JoinWait = 'over' | 'explained' | 'unexplained';

/** Tells when a member has waited for its partitions for too long. Pure: no clock, no consumer. */
export class JoinWatch {
  #sinceMs: number | undefined;
  #rebuilds = 0;

  /** @param stallMs how long it may wait */
  constructor(private readonly stallMs: number) {}

  /** Only what is unexplained without a break counts; rebuilds are in vain until there are partitions again. */
  look(nowMs: number, wait: JoinWait): StallVerdict {
    if (wait === 'over') this.#rebuilds = 0;
    if (wait !== 'unexplained') {
      this.#sinceMs = undefined;
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
