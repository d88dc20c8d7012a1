import type { Clock } from '../../ports/clock.js';

/** Without a reason an abort makes an error, with its stack. */
const over = Symbol('over');

/**
 * Rests of many items at once, all of which end with a signal. It is listened to once: a signal looks at all its
 * listeners for each one that is added, so thousands of rests would grow with their square.
 */
export class Rests {
  readonly #current = new Set<AbortController>();

  constructor(
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.#end(), { once: true });
  }

  get count(): number {
    return this.#current.size;
  }

  /** Resolves after `delayMs`, or at once when the signal aborts. */
  async rest(delayMs: number): Promise<void> {
    if (this.signal.aborted) return;
    const own = new AbortController();
    this.#current.add(own);
    await this.clock.sleep(delayMs, own.signal);
    this.#current.delete(own);
  }

  #end(): void {
    for (const own of this.#current) own.abort(over);
  }
}
