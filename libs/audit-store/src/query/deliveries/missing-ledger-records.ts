import { deliveriesTopic } from '@spillway/events';
import type { ReadRunner } from '../read-runner.js';

/** A stored record of the ledger whose entries are not there. */
export interface LedgerRecord {
  readonly lifeId: string;
  readonly recordPartition: number;
  readonly position: number;
  readonly timestampMs: number;
  readonly recordType: string;
  readonly payloadJson: string;
}

interface DayCount {
  readonly day: string;
  readonly records: number;
}

/** One record may hold thousands of ranges. */
const pageRecords = 250;

/**
 * Ledger records without entries, page by page. Days are compared by their counts first, so a store that lacks nothing
 * costs two counts. A record that says nothing readable has no entries for good and is given again at every call.
 */
export async function* missingLedgerRecords(
  run: ReadRunner,
  signal?: AbortSignal,
): AsyncGenerator<readonly LedgerRecord[]> {
  const recorded = await countByDay(
    run,
    `SELECT toString(toDate(timestamp)) AS day, count() AS records FROM audit_events
      WHERE topic = {ledger:String} AND kind = 'event' GROUP BY day ORDER BY day`,
    signal,
  );
  const entered = await countByDay(
    run,
    `SELECT toString(toDate(timestamp)) AS day, uniqExact(ledgerTopicId, ledgerPartition, ledgerOffset) AS records
      FROM audit_deliveries WHERE ledgerTopic = {ledger:String} GROUP BY day ORDER BY day`,
    signal,
  );
  const enteredOn = new Map(entered.map(({ day, records }) => [day, records]));
  for (const { day, records } of recorded) {
    if ((enteredOn.get(day) ?? 0) < records) yield* missingOn(run, day, signal);
  }
}

function countByDay(run: ReadRunner, query: string, signal?: AbortSignal): Promise<DayCount[]> {
  return run.rows<DayCount>({ query, params: { ledger: deliveriesTopic }, doing: 'comparing the ledger' }, signal);
}

async function* missingOn(run: ReadRunner, day: string, signal?: AbortSignal): AsyncGenerator<readonly LedgerRecord[]> {
  let after: LedgerRecord = { ...start };
  for (;;) {
    const page = await run.rows<LedgerRecord>(
      {
        query: `SELECT topicId AS lifeId, partition AS recordPartition, toFloat64(offset) AS position,
            toUnixTimestamp64Milli(timestamp) AS timestampMs, type AS recordType, payload AS payloadJson
          FROM audit_events
          WHERE topic = {ledger:String} AND kind = 'event' AND toDate(timestamp) = {day:Date}
            AND tuple(toString(topicId), toInt64(partition), toInt64(offset)) >
              tuple({lifeId:String}, {partition:Int64}, {position:Int64})
            AND (toString(topicId), partition, offset) NOT IN (
              SELECT toString(ledgerTopicId), ledgerPartition, ledgerOffset
              FROM audit_deliveries WHERE ledgerTopic = {ledger:String} AND toDate(timestamp) = {day:Date})
          ORDER BY toString(topicId), partition, offset LIMIT ${pageRecords}`,
        params: {
          ledger: deliveriesTopic,
          day,
          lifeId: after.lifeId,
          partition: after.recordPartition,
          position: after.position,
        },
        doing: 'looking for ledger records without entries',
      },
      signal,
    );
    if (page.length > 0) yield page;
    if (page.length < pageRecords) return;
    after = page.at(-1)!;
  }
}

const start = { lifeId: '', recordPartition: -1, position: -1, timestampMs: 0, recordType: '', payloadJson: '' };
