import type { OffsetSpan } from './undone-within.js';

/** Where reading begins: at the watermark, or, in a log that begins behind it, at its first offset that is not done. */
export function startOfUndone(watermark: number, runs: readonly OffsetSpan[], beginOffset: number): number {
  if (watermark >= beginOffset) return watermark;
  const over = runs.find(([first, last]) => first <= beginOffset && last >= beginOffset);
  return over === undefined ? beginOffset : over[1] + 1;
}
