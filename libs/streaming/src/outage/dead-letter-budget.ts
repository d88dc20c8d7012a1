import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import type { Admission } from './admission.js';
import { nextPhase, waitUntilMs, type BreakerEvent, type BreakerPhase } from './breaker-phase.js';
import { OutcomeWindow } from './outcome-window.js';

export interface DeadLetterBudgetLimits {
  /** Of so many ended deliveries at the end the share is taken. */
  readonly windowDeliveries: number;
  /** Above this share the handler is taken for broken; from 0 to 1. */
  readonly share: number;
  /** So many dead letters are let through first: enough to see why. */
  readonly allowance: number;
  /** Time to the first delivery that is let through; each next one after twice the time, up to the maximum. */
  readonly probeAfterMs: number;
  readonly maxProbeAfterMs: number;
  readonly probeTimeoutMs: number;
}

/**
 * More than half: then the handler is broken rather than its messages, and going on only moves work into the DLQ. Below
 * that, stopping would keep the good majority waiting for the bad. A window of 1,000 lets a hundred bad ones among many
 * good pass.
 */
export const defaultDeadLetterBudget: DeadLetterBudgetLimits = {
  windowDeliveries: 1_000,
  share: 0.5,
  allowance: 100,
  probeAfterMs: 60_000,
  maxProbeAfterMs: 600_000,
  probeTimeoutMs: 60_000,
};

export interface DeadLetterBudgetOptions {
  readonly groupId: string;
  readonly handler: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly limits?: Partial<DeadLetterBudgetLimits>;
  /** Called when intake may begin or must stop. Must not throw, and asks again in a later turn. */
  readonly onChange?: () => void;
}

/** What is known of a delivery that is about to become a dead letter. */
export interface DeadLetterRequest {
  /** A rule or code says what it is (poison, the handler's own `deadLetter`): such never use up the budget. */
  readonly isClassified: boolean;
  /** It was admitted as the probe. */
  readonly isProbe: boolean;
}

/**
 * Keeps a broken handler from moving its topic into the DLQ. When most deliveries would become dead letters for reasons
 * nobody knows, intake pauses; now and then one delivery is let through to its natural end, and a success releases all.
 * One per handler; not kept over a restart, which is often the correction.
 */
export class DeadLetterBudget {
  #phase: BreakerPhase = { name: 'closed' };
  readonly #window: OutcomeWindow;
  readonly #limits: DeadLetterBudgetLimits;

  constructor(private readonly options: DeadLetterBudgetOptions) {
    this.#limits = { ...defaultDeadLetterBudget, ...options.limits };
    this.#window = new OutcomeWindow(this.#limits.windowDeliveries);
    this.#setGauge();
  }

  get isSpent(): boolean {
    return this.#phase.name !== 'closed';
  }

  /** When a delivery may begin at the earliest, ms since the epoch; undefined for now. Changes nothing. */
  get waitUntilMs(): number | undefined {
    return this.isSpent ? waitUntilMs(this.#phase, this.options.clock.nowMs()) : undefined;
  }

  /** Asked before each delivery. After `probe` exactly one of the reports below must follow, saying so. */
  admit(): Admission {
    if (this.#phase.name === 'closed') return 'go';
    const waitMs = this.waitUntilMs;
    if (waitMs !== undefined) return { waitUntilMs: waitMs };
    this.#become({ type: 'asked' });
    return 'probe';
  }

  /** A delivery ended well. */
  completed(isProbe: boolean): void {
    this.#window.add(false);
    if (isProbe && this.isSpent) this.release();
  }

  /** An attempt failed and its delivery waits for the next one: no end, but no success of a probe either. */
  retried(isProbe: boolean): void {
    if (isProbe) this.#become({ type: 'failed' });
  }

  /** A probe ended without telling anything (suspended, partition lost): the next one may at once. */
  undecided(): void {
    this.#become({ type: 'undecided' });
  }

  /**
   * Asked before a dead letter is written.
   *
   * @returns `pause`: do not write it; the delivery stays undone and nothing of the handler is taken until `admit` says so
   */
  mayDeadLetter({ isClassified, isProbe }: DeadLetterRequest): 'go' | 'pause' {
    if (isClassified) {
      this.#window.add(false);
      if (isProbe) this.undecided();
      return 'go';
    }
    if (this.isSpent) {
      if (isProbe) this.#become({ type: 'failed' });
      return isProbe ? 'go' : 'pause';
    }
    this.#window.add(true);
    if (!this.#isOverdrawn()) return 'go';
    this.#become({ type: 'opened' });
    return 'pause';
  }

  /** Begins anew, with the whole allowance: an operator says so, or a probe ended well. */
  release(): void {
    this.#window.clear();
    if (!this.isSpent) return;
    this.#phase = { name: 'closed' };
    const { logger, groupId, handler, onChange } = this.options;
    logger.info({ groupId, handler }, 'The dead-letter budget was released; the handler goes on');
    this.#setGauge();
    onChange?.();
  }

  #isOverdrawn(): boolean {
    const { bad, size } = this.#window;
    return bad > this.#limits.allowance && bad > this.#limits.share * size;
  }

  #become(event: BreakerEvent): void {
    const { probeAfterMs, maxProbeAfterMs, probeTimeoutMs } = this.#limits;
    const times = { initialOpenMs: probeAfterMs, maxOpenMs: maxProbeAfterMs, maxAskedMs: 0, probeTimeoutMs };
    const before = this.#phase;
    this.#phase = nextPhase(before, event, this.options.clock.nowMs(), times);
    if (this.#phase === before) return;
    if (before.name === 'closed') this.#alarm();
    this.options.onChange?.();
  }

  #alarm(): void {
    const { logger, groupId, handler } = this.options;
    const { bad: failed, size: deliveries } = this.#window;
    logger.error(
      { groupId, handler, failed, deliveries, errorCode: 'SPW-5102' },
      'A handler would dead-letter most of its deliveries; it takes no more until released',
    );
    this.#setGauge();
  }

  #setGauge(): void {
    const { metrics, groupId, handler } = this.options;
    metrics.set('spillway_dlq_budget_paused', this.isSpent ? 1 : 0, { group: groupId, handler });
  }
}
