import { generatedLog, type GenerateOptions } from './generated-log.ts';
import { insertGenerated, type CommandClient } from './insert-generated.ts';

/**
 * Fills `deliveries` with what one group per topic did with the records: ranges of plain successes, and for each record that
 * was tried again what its first and its second attempt came to. A release comes every week.
 */
export function generateDeliveries(client: CommandClient, options: GenerateOptions): Promise<void> {
  return insertGenerated(client, insertRows, options, { count: generatedLog.ranges(options.rows) });
}

const { topic, group, partition, offset, publishedAt, hash, lastRecordOf, isRetried, isDeadLetter } = generatedLog;
const { partitionsInAll, recordsPerRange } = generatedLog;
/** A range and the two notes about its last record, where there are any. */
const entries = `SELECT number, ${lastRecordOf('number')} AS record, note, note = 0 AS isRange,
    ${offset('record')} AS last, if(isRange, last - ${recordsPerRange - 1}, last) AS first,
    if(isRange AND ${isRetried('number')}, last - 1, last) AS ending,
    ${publishedAt('record')} + toIntervalMillisecond(500 + 1000 * note) AS ended, ${hash('number', 'duration')} AS random
  FROM numbers({start:UInt64}, {count:UInt64})
  ARRAY JOIN if(${isRetried('number')}, [0, 1, 2], [0]) AS note`;
const insertRows = `INSERT INTO deliveries (ledgerTopic, ledgerTopicId, ledgerPartition, ledgerOffset, entry, timestamp,
    groupId, handler, topic, partition, offset, lastOffset,
    originTopic, originTopicId, originPartition, originOffset, originLastOffset, attempt, isRange, outcome, deliveries,
    toTier, causeClass, fingerprint, eventSource, eventId, durationUs, durationSumUs, durationMaxUs,
    bucketBoundsMs, bucketCounts, endedFrom, endedTo, appVersion, instance, recordedAt)
  SELECT 'spillway.deliveries', 'bench', 0, 3 * number + note, 0, ended + toIntervalMillisecond(100),
    ${group('record')}, if(isRange, '', 'onRecord'), ${topic('record')} AS topic, ${partition('record')} AS place, first, ending,
    topic, 'bench', place, first, ending, greatest(note, 1), isRange,
    multiIf(isRange, 'completed', note = 1, 'retried', ${isDeadLetter('number')}, 'dead_lettered', 'completed') AS outcome,
    ending - first + 1 AS records, if(outcome = 'retried', '1s', ''), if(outcome IN ('retried', 'dead_lettered'), 'TypeError', ''),
    if(outcome IN ('retried', 'dead_lettered'), 'v1:bench', ''), if(isRange, '', '/retail/import'),
    if(isRange, '', concat('event-', toString(record))),
    1000 + random % 20000 AS duration, duration * records, if(isRange, 20000 + random % 80000, duration),
    if(isRange, [1, 5, 20, 100], []), if(isRange, [toUInt64(records - 12), 6, 4, 2, 0], []),
    if(isRange, ${publishedAt(`(record - ${partitionsInAll * (recordsPerRange - 1)})`)}, ended), ended,
    concat('1.', toString(toISOWeek(ended))), 'bench', ended + toIntervalMillisecond(400)
  FROM (${entries})`;
