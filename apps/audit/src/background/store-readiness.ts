import type { Readiness } from '@spillway/nest';
import { describeError, type AuditStore } from '@spillway/streaming';

/** Whether the store takes inserts, by one row now and then: also while no record comes. */
export class StoreReadiness {
  #readiness: Readiness = { ready: false, reason: 'the audit store was not tried yet' };
  #hasFailed = false;

  /** @param onBack told of the first row that the store takes after it took none */
  constructor(
    private readonly store: Pick<AuditStore, 'probe'>,
    private readonly onBack: () => void,
  ) {}

  get readiness(): Readiness {
    return this.#readiness;
  }

  /** @throws SpillwayError what the insert met; it is the reason from then on */
  async probe(): Promise<void> {
    try {
      await this.store.probe();
      this.#readiness = { ready: true };
      if (this.#hasFailed) this.onBack();
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      this.#readiness = { ready: false, reason: `the audit store takes no inserts: ${describeError(error)}` };
      throw error;
    }
  }
}
