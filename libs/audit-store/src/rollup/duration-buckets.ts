/** Of a duration in milliseconds: neighbours are 4.4 % apart, so the middle of a bucket is off by 2.2 % at most. */
const bucketsPerDoubling = 16;

/** SQL for the bucket of a duration; below 0 (clocks differ) counts as 0. Buckets of both sides of a union are equal. */
export function durationBucket(ms: string): string {
  return `toUInt16(round(log2(greatest(${ms}, 0) + 1) * ${bucketsPerDoubling}))`;
}

/** SQL for a quantile over rows with a `bucket` and a count, in milliseconds. */
export function durationQuantile(level: number, count: string): string {
  return `round(exp2(quantileExactWeighted(${level})(bucket, ${count}) / ${bucketsPerDoubling}) - 1, 1)`;
}
