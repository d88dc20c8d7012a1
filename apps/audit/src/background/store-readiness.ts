import type { Readiness } from '@spillway/nest';
import { describeError, type AuditStore, type Clock } from '@spillway/streaming';

/** Whether the store takes inserts, by one row now and then: also while no record comes. */
export class StoreReadiness {
  #readiness: Readiness = { ready: false, reason: 'the audit store was not tried yet' };
  #hasFailed = false;
  /** Since when ClickHouse has run at the latest, by our own steady clock and the last answer: over days clocks drift apart. */
  #startedByMs = Infinity;

  /**
   * @param onBack told of the first row that the store takes after it took none, or after ClickHouse was started anew: it may
   *   have been away between two probes, while there was nothing to be stored
   */
  constructor(
    private readonly store: Pick<AuditStore, 'probe'>,
    private readonly onBack: () => void,
    private readonly clock: Pick<Clock, 'steadyMs'>,
  ) {}

  get readiness(): Readiness {
    return this.#readiness;
  }

  /** @throws SpillwayError what the insert met; it is the reason from then on */
  async probe(): Promise<void> {
    try {
      const isNew = await this.#isStartedAnew();
      this.#readiness = { ready: true };
      if (this.#hasFailed || isNew) this.onBack();
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      this.#readiness = { ready: false, reason: `the audit store takes no inserts: ${describeError(error)}` };
      throw error;
    }
  }

  /** Its seconds are whole, and the answer is younger than the question: only a start after all that is possible is another. */
  async #isStartedAnew(): Promise<boolean> {
    const askedAtMs = this.clock.steadyMs();
    const upForMs = 1_000 * (await this.store.probe());
    const startedByMs = this.clock.steadyMs() - upForMs;
    const isNew = askedAtMs - upForMs - 1_000 > this.#startedByMs;
    this.#startedByMs = startedByMs;
    return isNew;
  }
}
