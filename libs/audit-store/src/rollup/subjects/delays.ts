import { liveHours } from '../live-hours.js';
import { durationBucket, durationQuantile } from '../duration-buckets.js';
import type { SubjectOf } from '../subject.js';

const delayMs = 'toUnixTimestamp64Milli(recordedAt) - toUnixTimestamp64Milli(timestamp)';

export const delays: SubjectOf<'delays'> = {
  table: 'delays_hourly',
  view: 'audit_delays_hourly',
  columns: ['topic', 'bucket', 'records'],
  liveRows: `SELECT toStartOfHour(timestamp) AS hour, topic, ${durationBucket(delayMs)} AS bucket, count() AS records
    FROM audit_events WHERE ${liveHours('timestamp')} GROUP BY hour, topic, bucket`,
  measures: {
    records: { sql: 'sum(records)' },
    p50Ms: { sql: durationQuantile(0.5, 'records') },
    p95Ms: { sql: durationQuantile(0.95, 'records') },
    p99Ms: { sql: durationQuantile(0.99, 'records') },
  },
  dimensions: { topic: { sql: 'topic', type: 'String' } },
};
