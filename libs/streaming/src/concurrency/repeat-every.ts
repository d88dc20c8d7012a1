import type { Clock } from '../ports/clock.js';

/** Does a task in intervals until the signal aborts. A task that fails is reported and done again at the next turn. */
export async function repeatEvery(
  intervalMs: number,
  task: () => Promise<void>,
  options: { readonly clock: Clock; readonly signal: AbortSignal; readonly onError: (error: unknown) => void },
): Promise<void> {
  while (!options.signal.aborted) {
    await options.clock.sleep(intervalMs, options.signal);
    if (options.signal.aborted) return;
    try {
      await task();
    } catch (error) {
      options.onError(error);
    }
  }
}
