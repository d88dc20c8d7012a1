const firstMs = 250;
const longestMs = 10_000;

/** How long to wait before another consumer is built, after so many that did not get as far as joining. */
export function rebuildDelayMs(failures: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 10));
}
