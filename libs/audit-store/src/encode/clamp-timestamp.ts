/** 2100-01-01: the table partition is a Date and the key an hour in 32 bits; both wrap around later than this. */
export const latestMs = Date.UTC(2100, 0, 1);

/** The record timestamp the store can hold nearest to the given one; what is no number becomes 0. */
export function clampTimestamp(timestampMs: number): number {
  if (Number.isNaN(timestampMs)) return 0;
  return Math.min(Math.max(Math.trunc(timestampMs), 0), latestMs);
}
