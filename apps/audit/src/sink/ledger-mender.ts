import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SPILLWAY_CLOCK } from '@spillway/nest';
import { backOffMs, describeError, type AuditStore, type Clock, type Logger } from '@spillway/streaming';
import { AUDIT_PARTS } from '../tokens.js';

/** After a failed time; doubled after each that follows, as all of the ledger is looked through. */
const mendBackOff = { initialMs: 15_000, maxMs: 15 * 60_000 };

/** After the start, and when the store was away, beside everything else: what stored ledger records say is entered where it is missing. */
@Injectable()
export class LedgerMender implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #closing = new AbortController();
  #mending: Promise<void> | undefined;
  /** What the time under way has looked at may be gone again. */
  #isDue = false;
  #waiting = new AbortController();

  constructor(
    @Inject(AUDIT_PARTS) private readonly parts: { readonly store: AuditStore; readonly logger: Logger },
    @Inject(SPILLWAY_CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#begin();
  }

  /** It may have come back with less than it had. */
  storeIsBack(): void {
    this.#begin();
  }

  async onModuleDestroy(): Promise<void> {
    this.#closing.abort();
    await this.#mending;
  }

  #begin(): void {
    this.#isDue = true;
    this.#waiting.abort();
    this.#mending ??= this.#mendUntilDone();
  }

  /** Not worth a failed start: it is tried until it is done. */
  async #mendUntilDone(): Promise<void> {
    const { signal } = this.#closing;
    let failures = 0;
    while (this.#isDue && !signal.aborted) {
      this.#isDue = false;
      try {
        await this.#mend(signal);
        failures = 0;
      } catch (error) {
        this.#isDue = true;
        failures += 1;
        if (failures === 1 && !signal.aborted) this.#warn(error);
        await this.#wait(backOffMs(failures, mendBackOff));
      }
    }
    this.#mending = undefined;
  }

  /** Shorter when the store is back meanwhile, or the app closes. */
  async #wait(delayMs: number): Promise<void> {
    this.#waiting = new AbortController();
    await this.clock.sleep(delayMs, AbortSignal.any([this.#waiting.signal, this.#closing.signal]));
  }

  async #mend(signal: AbortSignal): Promise<void> {
    const { store, logger } = this.parts;
    const entries = await store.mendDeliveries(signal);
    if (entries > 0) logger.info({ entries }, 'Entered what stored records of the delivery ledger say');
  }

  #warn(error: unknown): void {
    const failed = 'Stored records of the delivery ledger could not be entered yet';
    this.parts.logger.warn({ error: describeError(error) }, failed);
  }
}
