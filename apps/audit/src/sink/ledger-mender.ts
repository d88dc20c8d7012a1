import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { describeError, type AuditStore, type Logger } from '@spillway/streaming';
import { AUDIT_PARTS } from '../tokens.js';

/** After the start, and when the store was away, beside everything else: what stored ledger records say is entered where it is missing. */
@Injectable()
export class LedgerMender implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #closing = new AbortController();
  #mending: Promise<void> = Promise.resolve();

  constructor(@Inject(AUDIT_PARTS) private readonly parts: { readonly store: AuditStore; readonly logger: Logger }) {}

  onApplicationBootstrap(): void {
    this.#mending = this.mend();
  }

  /** It may have come back with less than it had. */
  storeIsBack(): void {
    this.#mending = this.#mending.then(() => this.mend());
  }

  async onModuleDestroy(): Promise<void> {
    this.#closing.abort();
    await this.#mending;
  }

  /** Not worth a failed start: the next time does it. */
  private async mend(): Promise<void> {
    const { store, logger } = this.parts;
    try {
      const entries = await store.mendDeliveries(this.#closing.signal);
      if (entries > 0) logger.info({ entries }, 'Entered what stored records of the delivery ledger say');
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      logger.warn({ error: describeError(error) }, 'Stored records of the delivery ledger could not be entered yet');
    }
  }
}
