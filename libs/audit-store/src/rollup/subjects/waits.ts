import { durationBucket, durationQuantile } from '../duration-buckets.js';
import { liveHours, momentOf } from '../live-hours.js';
import type { SubjectOf } from '../subject.js';
import { unitedDeliveries } from '../united-deliveries.js';

/** No flush of a group tells of more at once; a ledger record that does must not stop the rollups. */
const maxRangeRecords = 100_000;

/** Deliveries one by one: the records of a range ended at the same time as far as the ledger knows. */
const ended = `SELECT hour, groupId AS group, attempt, outcome, originTopic, originTopicId, originPartition,
    arrayJoin(range(freshFrom, least(originLastOffset, freshFrom + ${maxRangeRecords - 1}) + 1)) AS originPosition,
    toUnixTimestamp64Milli(endedTo) AS endedMs, durationUs / 1000 AS tookMs
  FROM (${unitedDeliveries(['attempt', 'outcome', 'endedTo', 'durationUs'])})
  WHERE outcome IN ('completed', 'retried', 'dead_lettered')`;

const firstHour = 'arrayMin(arrayPushBack({hours:Array(UInt32)}, {openFrom:UInt32}))';

/** Records up to a day older than the first hour that is read: what was published before is left out. */
const published = `SELECT topic, topicId, partition, offset, toUnixTimestamp64Milli(timestamp) AS publishedMs
  FROM audit_events
  WHERE topic IN (SELECT DISTINCT originTopic FROM audit_deliveries WHERE ${liveHours('timestamp')})
    AND timestamp >= ${momentOf(`greatest(${firstHour}, {from:UInt32}, 86400) - 86400`)}
    AND timestamp < ${momentOf('{to:UInt32}')} + toIntervalHour(1)`;

/** Until the first attempt began, and until a delivery ended for good. */
const bothWaits = `arrayFilter(wait -> wait.1 != '', [
    (if(attempt = 1, 'queue', ''), endedMs - tookMs - publishedMs),
    (if(outcome = 'retried', '', 'end_to_end'), toFloat64(endedMs - publishedMs))])`;

const of = (what: string): string => `if(what = '${what}', deliveries, 0)`;
const quantile = (level: number, what: string): string =>
  `if(sum(${of(what)}) = 0, NULL, ${durationQuantile(level, of(what))})`;

/** How long deliveries waited, from the publication of their record. */
export const waits: SubjectOf<'waits'> = {
  table: 'waits_hourly',
  view: 'audit_waits_hourly',
  columns: ['group', 'what', 'bucket', 'deliveries'],
  liveRows: `SELECT hour, group, wait.1 AS what, ${durationBucket('wait.2')} AS bucket, count() AS deliveries
    FROM (SELECT hour, group, arrayJoin(${bothWaits}) AS wait FROM (${ended}) AS ended
      INNER JOIN (${published}) AS published
        ON ended.originTopic = published.topic AND ended.originPartition = published.partition
          AND ended.originPosition = published.offset
      WHERE ended.originTopicId = '' OR ended.originTopicId = published.topicId
      SETTINGS join_algorithm = 'grace_hash')
    GROUP BY hour, group, what, bucket`,
  measures: {
    deliveries: { sql: `sum(${of('end_to_end')})` },
    queueP50Ms: { sql: quantile(0.5, 'queue') },
    queueP95Ms: { sql: quantile(0.95, 'queue') },
    queueP99Ms: { sql: quantile(0.99, 'queue') },
    endToEndP50Ms: { sql: quantile(0.5, 'end_to_end') },
    endToEndP95Ms: { sql: quantile(0.95, 'end_to_end') },
    endToEndP99Ms: { sql: quantile(0.99, 'end_to_end') },
  },
  dimensions: { group: { sql: 'group', type: 'String' } },
};
