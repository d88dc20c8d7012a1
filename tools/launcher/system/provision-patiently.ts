import { isSpillwayError } from '@spillway/events';
import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 60_000;
const pauseMs = 500;

/**
 * Provisions again for a minute where a service did not answer in time: those of a run have only just started, and on a
 * busy machine their first answers take longer than the clients wait. What was made before stays; a refusal is passed on
 * at once.
 */
export async function provisionPatiently<T>(provision: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await provision();
    } catch (error) {
      if (!isSpillwayError(error) || !error.retryable || performance.now() > deadline) throw error;
      await sleep(pauseMs, undefined, { signal });
    }
  }
}
