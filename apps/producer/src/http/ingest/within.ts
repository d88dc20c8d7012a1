import { SpillwayError } from '@spillway/events';
import type { Clock } from '@spillway/streaming';

/**
 * The answer of `work`, if it comes in time. The work itself goes on: what it brings later is noted where it belongs.
 *
 * @throws SpillwayError `SPW-4058`
 */
export async function within<T>(work: Promise<T>, timeoutMs: number, clock: Clock): Promise<T> {
  const timer = new AbortController();
  const overdue = clock.sleep(timeoutMs, timer.signal).then((): never => {
    throw new SpillwayError('SPW-4058', `The log did not acknowledge within ${timeoutMs} ms`);
  });
  // When the work wins, the timer ends early and its rejection is nobody's business.
  overdue.catch(() => {});
  try {
    return await Promise.race([work, overdue]);
  } finally {
    timer.abort();
  }
}
