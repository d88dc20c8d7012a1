const firstDelayMs = 500;
const longestDelayMs = 15_000;

/** How long to wait before the next start, after `delays` starts that did not last. */
export function restartDelayMs(delays: number): number {
  return Math.min(firstDelayMs * 2 ** delays, longestDelayMs);
}
