import type { Clock, Logger } from '@spillway/streaming';
import { isSpillwayError } from '@spillway/events';

export interface BackgroundTask {
  readonly name: string;
  readonly everyMs: number;
  /** Before the first time; at once unless told. */
  readonly afterMs?: number;
  run(signal: AbortSignal): Promise<unknown>;
}

/** Does tasks over and over until it is stopped. A task that fails is tried again at its next turn; its first failure is logged. */
export class BackgroundWork {
  readonly #stopped = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tasks: readonly BackgroundTask[],
    private readonly parts: { readonly clock: Clock; readonly logger: Logger },
  ) {}

  start(): void {
    this.#running = Promise.all(this.tasks.map((task) => this.#repeat(task)));
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error('The app is closing'));
    await this.#running;
  }

  async #repeat({ name, everyMs, afterMs = 0, run }: BackgroundTask): Promise<void> {
    const { signal } = this.#stopped;
    let failed = false;
    if (afterMs > 0) await this.parts.clock.sleep(afterMs, signal);
    while (!signal.aborted) {
      try {
        await run(signal);
        failed = false;
      } catch (error) {
        if (!failed && !signal.aborted) this.#warn(name, error);
        failed = true;
      }
      await this.parts.clock.sleep(everyMs, signal);
    }
  }

  #warn(name: string, error: unknown): void {
    const errorCode = isSpillwayError(error) ? error.code : undefined;
    this.parts.logger.warn({ errorCode, reason: String(error) }, `${name} failed and will be tried again`);
  }
}
