import { SpillwayError } from '@spillway/events';
import { Turns, type Clock } from '@spillway/streaming';

export interface GatePatience {
  readonly clock: Clock;
  /** Who has not come in after this time is sent away: a transaction within a transaction might wait for itself. */
  readonly maxWaitMs: number;
}

/**
 * Lets so many at a time through, in the order in which they came. What stands in a pool's own queue is refused after a
 * few seconds, as if the server were away.
 */
export class FifoGate {
  readonly #turns: Turns;

  constructor(
    places: number,
    private readonly patience: GatePatience,
  ) {
    this.#turns = new Turns(places);
  }

  /**
   * Runs `work` when its turn has come; the place is free again when it has settled.
   *
   * @throws SpillwayError `SPW-6006` (retryable) when its turn did not come in time
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#turns.isFull) return this.#turns.run(work);
    const hasCome = new AbortController();
    return this.#turns.run(() => {
      hasCome.abort();
      return work();
    }, this.#tooLate(hasCome.signal));
  }

  #tooLate(hasCome: AbortSignal): AbortSignal {
    const { clock, maxWaitMs } = this.patience;
    const tooLate = new AbortController();
    const giveUp = async (): Promise<void> => {
      await clock.sleep(maxWaitMs, hasCome);
      if (hasCome.aborted) return;
      tooLate.abort(new SpillwayError('SPW-6006', `No connection was free for a transaction within ${maxWaitMs} ms`));
    };
    void giveUp();
    return tooLate.signal;
  }
}
