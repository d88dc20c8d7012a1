import type { Readiness } from '@spillway/nest';
import { describeError, type AuditStore } from '@spillway/streaming';

/** Whether the store takes inserts, by one row now and then: also while no record comes. */
export class StoreReadiness {
  #readiness: Readiness = { ready: false, reason: 'the audit store was not tried yet' };

  constructor(private readonly store: Pick<AuditStore, 'probe'>) {}

  get readiness(): Readiness {
    return this.#readiness;
  }

  /** @throws SpillwayError what the insert met; it is the reason from then on */
  async probe(): Promise<void> {
    try {
      await this.store.probe();
      this.#readiness = { ready: true };
    } catch (error) {
      this.#readiness = { ready: false, reason: `the audit store takes no inserts: ${describeError(error)}` };
      throw error;
    }
  }
}
