import { spillwayHeaders } from '@spillway/events';
import { generatedLog, type GenerateOptions } from './generated-log.ts';
import { insertGenerated, type CommandClient } from './insert-generated.ts';

/** Fills `events` with what groups gave up, one record in a thousand; each was sent back to its group soon after. */
export function generateDeadLetters(client: CommandClient, options: GenerateOptions): Promise<void> {
  return insertGenerated(client, insertRows, options, { count: generatedLog.ranges(options.rows) });
}

const { topic, group, partition, publishedAt, lastRecordOf, isDeadLetter } = generatedLog;
const insertRows = `INSERT INTO events (topic, topicId, partition, offset, timestamp, timestampClamped, eventTime, key,
    eventId, type, source, schemaId, kind, headers, value, payload, recordedAt)
  SELECT concat(${topic('record')}, '.', ${group('record')}, copy), 'bench', ${partition('record')}, number,
    ${publishedAt('record')} + toIntervalSecond(if(copy = '.dlq', 4, 8)) AS copied, false, copied, 'customer',
    concat('event-', toString(record)), 'retail.orders.OrderPlaced', '/retail/import', 1, 'event',
    if(copy = '.dlq', [], [('${spillwayHeaders.redriveJob}', 'bench'), ('${spillwayHeaders.attempt}', '0')]),
    'value', '{}', copied + toIntervalMillisecond(300)
  FROM (SELECT number, ${lastRecordOf('number')} AS record, arrayJoin(['.dlq', '.redrive']) AS copy
    FROM numbers({start:UInt64}, {count:UInt64}) WHERE ${isDeadLetter('number')})`;
