import type { Clock } from '../ports/clock.js';

/** Waits for a promise that never rejects, at most `timeoutMs`. Answers whether it settled. */
export async function settlesWithin(work: Promise<unknown>, timeoutMs: number, clock: Clock): Promise<boolean> {
  const timer = new AbortController();
  const settled = await Promise.race([work.then(() => true), clock.sleep(timeoutMs, timer.signal).then(() => false)]);
  timer.abort();
  return settled;
}
