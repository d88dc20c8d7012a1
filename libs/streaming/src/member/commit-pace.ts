import type { ConsumerLimits } from '../assignment/consumer-limits.js';
import type { Clock } from '../ports/clock.js';

/** When it is time for the next commit: after the interval, or as soon as so many records are done that the limit is reached. */
export class CommitPace {
  #doneRecords = 0;
  #hurry = new AbortController();

  /** @param ended nobody waits for anything any more */
  constructor(
    private readonly limits: Pick<ConsumerLimits, 'commitIntervalMs' | 'commitAfterRecords'>,
    private readonly clock: Pick<Clock, 'sleep'>,
    private readonly ended: AbortSignal,
  ) {
    ended.addEventListener('abort', () => this.#hurry.abort(), { once: true });
  }

  done(records: number): void {
    this.#doneRecords += records;
    if (this.#doneRecords >= this.limits.commitAfterRecords) this.#hurry.abort();
  }

  /** Resolves when it is time; what is done from then on counts for the next. Answers false once it has ended. */
  async next(): Promise<boolean> {
    await this.clock.sleep(this.limits.commitIntervalMs, this.#hurry.signal);
    if (this.ended.aborted) return false;
    this.#doneRecords = 0;
    this.#hurry = new AbortController();
    return true;
  }
}
