import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import type { Outbox, OutboxClaim } from '../ports/outbox.js';
import type { RecordSink } from '../ports/record-sink.js';
import { backOffMs } from '../concurrency/back-off.js';
import { repeatEvery } from '../concurrency/repeat-every.js';
import { describeError } from '../errors/describe-error.js';
import { OutboxRound } from './outbox-round.js';
import type { PageResult } from './publish-page.js';

export interface OutboxRelayOptions {
  readonly outbox: Omit<Outbox<never>, 'add'>;
  readonly sink: Pick<RecordSink, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** How long an idle relay waits when no commit wakes it. Default 1,000. */
  readonly pollIntervalMs?: number;
  /** Of records in memory at a time; one larger record is taken alone. Default 4 MiB. */
  readonly maxPageBytes?: number;
  /** Records in memory at a time; as many may repeat after a crash. Default 500. */
  readonly maxPageEntries?: number;
}

const claimBackOff = { initialMs: 200, maxMs: 30_000 };
const reportIntervalMs = 10_000;
const warnIntervalMs = 10_000;
const databaseRetryMs = 1_000;

/**
 * Brings what waits in the outbox to the log: at least once, always under the same event identity, per key in the order
 * of the commits. Relays on one database take turns as whole: one publishes, the others wait for its end. What the sink
 * rejects stays and is sent again, before any later event of its key.
 */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  readonly #round: OutboxRound;
  readonly #stop = new AbortController();
  #work: Promise<unknown> = Promise.resolve();
  #nap = new AbortController();
  #warnedAtMs = -Infinity;
  #rejected = 0;

  constructor(options: OutboxRelayOptions) {
    this.#options = options;
    this.#round = new OutboxRound({
      outbox: options.outbox,
      sink: options.sink,
      clock: options.clock,
      maxBytes: options.maxPageBytes ?? 4 * 1024 * 1024,
      maxEntries: options.maxPageEntries ?? 500,
    });
  }

  /** Begins to work in the background. Its failures are logged and tried again; it never rejects. */
  start(): void {
    this.#work = Promise.all([this.#run(), this.#report()]);
  }

  /**
   * Takes nothing new, waits for the answers to what was given to the sink, notes what was acked and lets another relay
   * go on. The sink must be closed later, and the state store after it. Idempotent.
   */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#nap.abort();
    await this.#work;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    for (let failures = 0; !signal.aborted;) {
      try {
        const claim = await this.#options.outbox.claim(signal);
        if (claim === undefined) return;
        failures = 0;
        await this.#publishWhileHeld(claim);
      } catch (error) {
        failures++;
        this.#options.logger.warn({ error: describeError(error) }, 'The outbox cannot be claimed; it is tried again');
        await this.#options.clock.sleep(backOffMs(failures, claimBackOff), signal);
      }
    }
  }

  async #publishWhileHeld(claim: OutboxClaim): Promise<void> {
    const { clock, pollIntervalMs = 1_000 } = this.#options;
    const mayGoOn = (): boolean => !this.#stop.signal.aborted && !claim.lost.aborted;
    claim.onAdded(() => this.#nap.abort());
    claim.lost.addEventListener('abort', () => this.#nap.abort());
    try {
      while (mayGoOn()) {
        // Made before the look: what is added during it must not be slept over.
        this.#nap = new AbortController();
        const waitMs = await this.#publishOnce(mayGoOn);
        if (mayGoOn() && waitMs > 0) await clock.sleep(Math.min(waitMs, pollIntervalMs), this.#nap.signal);
      }
    } finally {
      await claim.release();
    }
  }

  /** Answers how long there is nothing to do. */
  async #publishOnce(mayGoOn: () => boolean): Promise<number> {
    try {
      const { rejected, waitMs } = await this.#round.run(mayGoOn);
      this.#warn(rejected);
      return waitMs;
    } catch (error) {
      this.#options.logger.warn(
        { error: describeError(error) },
        'The outbox cannot be read or noted; it is tried again',
      );
      return databaseRetryMs;
    }
  }

  /** Once in a while: an outage rejects whatever is tried. */
  #warn(rejected: PageResult['rejected']): void {
    this.#rejected += rejected.length;
    const nowMs = this.#options.clock.nowMs();
    const [first] = rejected;
    if (first === undefined || nowMs < this.#warnedAtMs + warnIntervalMs) return;
    const { topic } = first.entry.record;
    const fields = {
      error: describeError(first.error),
      topic,
      position: first.entry.position,
      rejected: this.#rejected,
    };
    const message = 'Events of the outbox were not acked; they are sent again, later ones of their keys wait';
    this.#options.logger.warn(fields, message);
    this.#warnedAtMs = nowMs;
    this.#rejected = 0;
  }

  async #report(): Promise<void> {
    const { clock, logger, metrics, outbox } = this.#options;
    const report = async (): Promise<void> => {
      const { entries, oldestAddedAtMs } = await outbox.backlog();
      const ageMs = oldestAddedAtMs === undefined ? 0 : Math.max(0, clock.nowMs() - oldestAddedAtMs);
      metrics.set('spillway_outbox_pending_records', entries);
      metrics.set('spillway_outbox_oldest_pending_age_seconds', ageMs / 1_000);
    };
    await repeatEvery(reportIntervalMs, report, {
      clock,
      signal: this.#stop.signal,
      onError: (error) => logger.debug({ error: describeError(error) }, 'The outbox cannot be counted'),
    });
  }
}
