import { durationBucket, durationQuantile } from '../duration-buckets.js';
import { liveHours } from '../live-hours.js';
import type { SubjectOf } from '../subject.js';

/** Of plain successes the ledger has counts by upper bound, so their times are rounded up to it, or to their longest. */
const durations = `if(isRange,
    arrayMap(place -> (
        least(if(place <= length(bucketBoundsMs), toFloat64(bucketBoundsMs[place]), durationMaxUs / 1000),
          durationMaxUs / 1000),
        bucketCounts[place]),
      arrayEnumerate(bucketCounts)),
    [(durationUs / 1000, ended.deliveries)])`;

export const processing: SubjectOf<'processing'> = {
  table: 'processing_hourly',
  view: 'audit_processing_hourly',
  columns: ['group', 'bucket', 'deliveries'],
  liveRows: `SELECT hour, group, ${durationBucket('duration.1')} AS bucket, sum(duration.2) AS deliveries
    FROM (SELECT toStartOfHour(timestamp) AS hour, groupId AS group, arrayJoin(${durations}) AS duration
      FROM audit_deliveries AS ended
      WHERE ${liveHours('timestamp')} AND outcome IN ('completed', 'retried', 'dead_lettered'))
    WHERE duration.2 > 0 GROUP BY hour, group, bucket`,
  measures: {
    deliveries: { sql: 'sum(deliveries)' },
    p50Ms: { sql: durationQuantile(0.5, 'deliveries') },
    p95Ms: { sql: durationQuantile(0.95, 'deliveries') },
    p99Ms: { sql: durationQuantile(0.99, 'deliveries') },
  },
  dimensions: { group: { sql: 'group', type: 'String' } },
};
