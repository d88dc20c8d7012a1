import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import type { Admission } from './admission.js';
import type { BreakerOptions } from './breaker-options.js';
import { nextPhase, waitUntilMs, type BreakerEvent, type BreakerPhase } from './breaker-phase.js';
import { OutcomeWindow } from './outcome-window.js';

export interface BreakerParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Called after every change, a probe given back included: who waits may ask again. Must not throw. */
  readonly onChange: () => void;
}

const gauge = { closed: 0, 'half-open': 1, open: 2 } as const;

/**
 * The breaker of one dependency. While it is open no call begins; then one probe is let through, and a success closes it.
 * Only what speaks about the dependency is reported here: an error that the event may be to blame for is `undecided`,
 * or a poison message would keep everybody waiting.
 */
export class Breaker {
  #phase: BreakerPhase = { name: 'closed' };
  readonly #window: OutcomeWindow;

  constructor(
    readonly dependency: string,
    private readonly options: BreakerOptions,
    private readonly parts: BreakerParts,
  ) {
    this.#window = new OutcomeWindow(options.windowCalls);
    parts.metrics.set('spillway_breaker_state', gauge.closed, { dependency });
  }

  get state(): BreakerPhase['name'] {
    return this.#phase.name;
  }

  /** When a call may begin at the earliest, ms since the epoch; undefined for now. Changes nothing. */
  get waitUntilMs(): number | undefined {
    return waitUntilMs(this.#phase, this.parts.clock.nowMs());
  }

  /** Asked before each call. After `probe` exactly one of the reports below must follow. */
  admit(): Admission {
    if (this.#phase.name === 'closed') return 'go';
    const waitMs = this.waitUntilMs;
    if (waitMs !== undefined) return { waitUntilMs: waitMs };
    this.#become({ type: 'asked' }, 'probe');
    return 'probe';
  }

  /** The dependency answered. */
  succeeded(): void {
    if (this.#phase.name === 'closed') this.#window.add(false);
    else this.#become({ type: 'succeeded' }, 'success');
  }

  /** A call failed and the dependency may be to blame (a time-out): alone it opens nothing, many do. */
  failed(): void {
    if (this.#phase.name !== 'closed') return this.#become({ type: 'failed' }, 'probe-failed');
    this.#window.add(true);
    const { size, bad } = this.#window;
    const { minCalls, failureRate } = this.options;
    if (size >= minCalls && bad >= failureRate * size) this.#become({ type: 'opened' }, 'failure-rate');
  }

  /** A probe ended without telling anything about the dependency, or was not run: the next one may. */
  undecided(): void {
    this.#become({ type: 'undecided' }, 'undecided');
  }

  /**
   * The dependency is away.
   *
   * @param forMs how long it asked to be left alone (Retry-After), in milliseconds; at least so long it is
   */
  open(forMs?: number): void {
    this.#become({ type: 'opened', forMs }, 'suspend');
  }

  #become(event: BreakerEvent, reason: string): void {
    const before = this.#phase;
    const phase = nextPhase(before, event, this.parts.clock.nowMs(), this.options);
    if (phase === before) return;
    this.#phase = phase;
    if (phase.name !== before.name) this.#report(phase, reason);
    this.parts.onChange();
  }

  #report(phase: BreakerPhase, reason: string): void {
    const { dependency } = this;
    const { logger, metrics } = this.parts;
    metrics.set('spillway_breaker_state', gauge[phase.name], { dependency });
    if (phase.name === 'closed') {
      this.#window.clear();
      logger.info({ dependency }, 'A dependency works again');
    } else if (phase.name === 'open') {
      const { openings } = phase;
      metrics.increment('spillway_breaker_opened_total', 1, { dependency, reason });
      logger.warn(
        { dependency, reason, openings, forMs: phase.untilMs - phase.sinceMs, errorCode: 'SPW-5006' },
        'A dependency is away; what needs it waits',
      );
    }
  }
}
