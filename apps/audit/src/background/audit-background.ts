import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { RetentionDays } from '../upkeep.config.js';
import { SPILLWAY_CLOCK, SPILLWAY_TRANSPORT } from '@spillway/nest';
import type { AuditStore, Clock, Logger, Metrics, Transport } from '@spillway/streaming';
import { AUDIT_PARTS } from '../tokens.js';
import { BackgroundWork, type BackgroundTask } from './background-work.js';
import { isQuiet } from './is-quiet.js';
import { dropExpiredTopics } from './drop-expired-topics.js';
import { StoreCheck } from './store-check.js';
import { StoreReadiness } from './store-readiness.js';

const minuteMs = 60_000;
const probeEveryMs = 15_000;
const rollUpEveryMs = 30_000;
/** After a start there is enough to do: everything that was missed is read. */
const checkAfterMs = 5 * minuteMs;
const checkEveryMs = 10 * minuteMs;
/** Before the check, which would name rows that a deletion before the start has left. */
const dropAfterMs = 3 * minuteMs;
const dropEveryMs = 60 * minuteMs;
const mergeEveryMs = 10 * minuteMs;

interface BackgroundParts {
  readonly store: AuditStore;
  readonly topics: readonly string[];
  readonly retention: RetentionDays;
  /** See isQuiet. */
  readonly quietHours: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What the app does beside storing and answering: it rolls hours up, checks what it stored, and keeps the store in order. */
@Injectable()
export class AuditBackground implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #work: BackgroundWork;

  constructor(
    @Inject(AUDIT_PARTS) parts: BackgroundParts,
    @Inject(SPILLWAY_TRANSPORT) transport: Transport,
    @Inject(SPILLWAY_CLOCK) clock: Clock,
    @Inject(StoreReadiness) probing: StoreReadiness,
  ) {
    const { store, logger } = parts;
    const check = new StoreCheck({ ...parts, transport, clock });
    const tasks = [
      { name: 'Probing the store', everyMs: probeEveryMs, run: () => probing.probe() },
      { name: 'Rolling up', everyMs: rollUpEveryMs, run: (signal) => store.boards.rollUp(signal) },
      { name: 'Checking the store', everyMs: checkEveryMs, afterMs: checkAfterMs, run: (signal) => check.run(signal) },
      ...upkeep(parts, clock),
    ] satisfies readonly BackgroundTask[];
    this.#work = new BackgroundWork(tasks, { clock, logger });
  }

  onApplicationBootstrap(): void {
    this.#work.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#work.stop();
  }
}

function upkeep(parts: BackgroundParts, clock: Clock): readonly BackgroundTask[] {
  const { store, quietHours, retention: days } = parts;
  return [
    {
      name: 'Dropping what has expired',
      everyMs: dropEveryMs,
      afterMs: dropAfterMs,
      run: (signal) => dropExpiredTopics({ ...parts, days, clock }, signal),
    },
    {
      name: 'Merging closed days',
      everyMs: mergeEveryMs,
      afterMs: mergeEveryMs,
      run: async (signal) => (isQuiet(clock.nowMs(), quietHours) ? store.mergeClosedDays(signal) : 0),
    },
  ];
}
