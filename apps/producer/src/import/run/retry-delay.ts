/** Waits 0.25 s, 0.5 s, 1 s, … up to 10 s: one client, so no jitter is needed. */
export function retryDelayMs(attempt: number): number {
  return Math.min(10_000, 250 * 2 ** Math.min(attempt, 10));
}
