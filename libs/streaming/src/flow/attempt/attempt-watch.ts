import { SpillwayError } from '@spillway/events';
import type { Clock } from '../../ports/clock.js';
import type { AttemptScope } from '../item/attempt-scope.js';
import { outOfTime } from '../item/out-of-time.js';

export interface AttemptWatchOptions {
  readonly clock: Clock;
  /** Fires when nobody looks any more. */
  readonly signal: AbortSignal;
  /** Time a handler gets after its signal has fired. */
  readonly settleGraceMs: number;
  /** The name of a handler that goes on although its signal has fired a while ago; undefined when none does any more. */
  readonly onOverdue: (name: string | undefined) => void;
  /** A handler did not settle within the grace: its key stays occupied, and only a new process helps. */
  readonly onStuck: (error: SpillwayError) => void;
}

const checkIntervalMs = 100;
/** A look that comes so much later was held up with everything else in the process. */
const lateMs = 1_000;
const endGraceMs = 1_000;
/** Who heeds its signal has ended by then, what it has to clean up included; others should not be sent here any more. */
const overdueMs = 5_000;

/**
 * Watches calls that have not settled yet: after its deadline a call's signal fires. One look at all of them instead of
 * a timer for each.
 */
export class AttemptWatch {
  readonly #running = new Set<AttemptScope>();
  readonly #stuck = new WeakSet<AttemptScope>();
  #isWatching = false;
  #overdue: string | undefined;

  constructor(private readonly options: AttemptWatchOptions) {}

  add(scope: AttemptScope): void {
    this.#running.add(scope);
    if (!this.#isWatching) void this.#watch();
  }

  remove(scope: AttemptScope): void {
    this.#running.delete(scope);
  }

  /** Gives what still runs, whose signals have fired, a last moment; what has not settled by then never will. */
  async end(): Promise<void> {
    const { clock, signal } = this.options;
    const endMs = clock.steadyMs() + endGraceMs;
    while (this.#running.size > 0 && clock.steadyMs() < endMs) await clock.sleep(checkIntervalMs, signal);
    for (const scope of this.#running) this.#tellStuck(scope);
  }

  async #watch(): Promise<void> {
    this.#isWatching = true;
    const { clock, signal } = this.options;
    let wasLate = false;
    while (this.#running.size > 0 && !signal.aborted) {
      const askedAtMs = clock.steadyMs();
      await clock.sleep(checkIntervalMs, signal);
      const nowMs = clock.steadyMs();
      // After a halt or a busy time what waits to be settled has its turn first; when that goes on, it is looked all the same.
      wasLate = !wasLate && nowMs - askedAtMs > checkIntervalMs + lateMs;
      if (!wasLate) for (const scope of this.#running) this.#look(scope, nowMs);
      this.#tellOverdue(nowMs);
    }
    this.#isWatching = false;
  }

  #look(scope: AttemptScope, nowMs: number): void {
    if (nowMs < scope.deadlineMs) return;
    if (scope.timedOut === undefined) {
      scope.timeOut(new SpillwayError(outOfTime, `${scope.name} did not settle in time`), nowMs);
    }
    if (nowMs >= scope.timedOutAtMs + this.options.settleGraceMs) this.#tellStuck(scope);
  }

  #tellOverdue(nowMs: number): void {
    const overdue = [...this.#running].find(({ timedOutAtMs }) => nowMs >= timedOutAtMs + overdueMs)?.name;
    if (overdue === this.#overdue) return;
    this.#overdue = overdue;
    this.options.onOverdue(overdue);
  }

  #tellStuck(scope: AttemptScope): void {
    if (this.#stuck.has(scope)) return;
    this.#stuck.add(scope);
    this.options.onStuck(new SpillwayError('SPW-5031', `${scope.name} never settled`));
  }
}
