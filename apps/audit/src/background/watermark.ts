import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SPILLWAY_CLOCK } from '@spillway/nest';
import type { Clock, Logger, Metrics } from '@spillway/streaming';
import type { CompleteUpTo } from '../complete-up-to/complete-up-to.js';
import { AUDIT_PARTS, COMPLETE_UP_TO } from '../tokens.js';
import { BackgroundWork } from './background-work.js';

/** Of what other apps on a server store nothing is known here: every time is a scan of the store by each of them. */
const everyMs = 60_000;

/** Tells as a metric up to when the store is complete. While that is not known the last moment stays, and ages. */
@Injectable()
export class Watermark implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #work: BackgroundWork;

  constructor(
    @Inject(AUDIT_PARTS) { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
    @Inject(SPILLWAY_CLOCK) clock: Clock,
    @Inject(COMPLETE_UP_TO) completeUpTo: Pick<CompleteUpTo, 'now'>,
  ) {
    const run = async (): Promise<void> => {
      const timeMs = (await completeUpTo.now())?.timeMs ?? null;
      if (timeMs !== null) metrics.set('spillway_audit_watermark_timestamp_seconds', Math.floor(timeMs / 1000));
    };
    this.#work = new BackgroundWork([{ name: 'Telling up to when the store is complete', everyMs, run }], {
      clock,
      logger,
    });
  }

  onApplicationBootstrap(): void {
    this.#work.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#work.stop();
  }
}
