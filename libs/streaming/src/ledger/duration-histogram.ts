/** Upper bounds of the buckets in milliseconds, inclusive; one more bucket lies above the last. */
export const durationBoundsMs: readonly number[] = [
  1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
];

/** Durations in fixed buckets: as much as one delivery may cost. */
export class DurationHistogram {
  readonly counts: number[] = Array.from({ length: durationBoundsMs.length + 1 }, () => 0);
  sumMs = 0;
  maxMs = 0;

  /** `count` deliveries took so long each; what is no duration (negative, not finite) counts as 0. */
  add(durationMs: number, count: number): void {
    const ms = durationMs > 0 && durationMs < Infinity ? durationMs : 0;
    let bucket = 0;
    while (bucket < durationBoundsMs.length && ms > durationBoundsMs[bucket]!) bucket++;
    this.counts[bucket]! += count;
    this.sumMs += ms * count;
    if (ms > this.maxMs) this.maxMs = ms;
  }
}
