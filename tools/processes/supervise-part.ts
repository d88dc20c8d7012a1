import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';
import { endedError } from './ended-error.ts';
import type { Part } from './part.ts';
import { restartDelayMs } from './restart-delay.ts';
import { startPart } from './start-part.ts';

export interface SupervisorOptions {
  /** Ends the first start. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Told each process of the part, the first and those after a restart. */
  readonly onSpawned: (child: Child) => void;
  /** Failed starts in a row after which the part is given up; 0 when it cannot be started again at all. */
  readonly maxFailedStarts: number;
  readonly onGivenUp: (error: unknown) => void;
}

export interface SupervisedPart {
  readonly name: string;
  stop(): Promise<void>;
}

/** A process that ends sooner after it was ready adds to the back-off. */
const shortLifeMs = 10_000;

/**
 * Starts a part and starts it again, with back-off, whenever it ends by itself. Rejects when the first start fails.
 */
export async function supervisePart(part: Part, options: SupervisorOptions): Promise<SupervisedPart> {
  const child = await startPart(part, options);
  return new PartSupervisor(part, options, child);
}

class PartSupervisor implements SupervisedPart {
  readonly name: string;
  readonly #part: Part;
  readonly #options: SupervisorOptions;
  readonly #stopping = new AbortController();
  readonly #watching: Promise<void>;
  #child: Child;
  #delays = 0;

  constructor(part: Part, options: SupervisorOptions, child: Child) {
    this.name = part.name;
    this.#part = part;
    this.#options = options;
    this.#child = child;
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#child.stop();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    const { say, maxFailedStarts, onGivenUp } = this.#options;
    for (;;) {
      const readyAtMs = performance.now();
      const ending = await this.#child.ended;
      if (this.#stopping.signal.aborted) return;
      if (maxFailedStarts === 0) return onGivenUp(endedError(this.#child, ending));
      if (performance.now() - readyAtMs > shortLifeMs) this.#delays = 0;
      say(`${this.name} ended (${ending}); it is started again. Log: ${this.#child.logFile}`);
      if (!(await this.#startAgain())) return;
      say(`${this.name} runs again (process ${this.#child.pid}).`);
    }
  }

  /** Whether it runs again; false when it was stopped or given up. */
  async #startAgain(): Promise<boolean> {
    for (let failedStarts = 0; failedStarts < this.#options.maxFailedStarts; failedStarts += 1) {
      const error = await this.#tryStart();
      if (error === undefined) return true;
      if (this.#stopping.signal.aborted) return false;
      if (failedStarts + 1 === this.#options.maxFailedStarts) this.#options.onGivenUp(error);
      else this.#options.say(`${this.name} did not start; next try in ${restartDelayMs(this.#delays) / 1000} s.`);
    }
    return false;
  }

  /** Waits for the back-off, starts the part. Answers what kept it from starting. */
  async #tryStart(): Promise<unknown> {
    const { signal } = this.#stopping;
    try {
      await sleep(restartDelayMs(this.#delays), undefined, { signal });
      this.#delays += 1;
      this.#child = await startPart(this.#part, { ...this.#options, signal });
      return undefined;
    } catch (error) {
      return error;
    }
  }
}
