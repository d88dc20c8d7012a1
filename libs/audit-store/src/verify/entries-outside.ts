import { deliveriesTopic } from '@spillway/events';
import type { RangeFinding } from '@spillway/streaming';
import type { OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import { askedRows, type AskedTimes } from './asked-rows.js';

interface OutsideEntries extends OffsetRun {
  readonly ofTopic: string;
  readonly ofLife: string;
  readonly ofPartition: number;
  readonly entries: number;
}

const doing = 'looking for entries of no record';

/** Entries of the ledger whose record is not stored, or at another time: one finding per partition, day by day. */
export async function entriesOutside(
  run: ReadRunner,
  asked: AskedTimes,
  signal?: AbortSignal,
): Promise<RangeFinding[]> {
  const { isAsked, times } = askedRows(asked);
  const params = { ...times, ledger: deliveriesTopic };
  const days = await run.rows<{ readonly day: string }>(
    {
      query: `SELECT DISTINCT toString(toDate(timestamp)) AS day FROM audit_recorded_deliveries WHERE ${isAsked} ORDER BY day`,
      params,
      doing,
    },
    signal,
  );
  const findings: RangeFinding[] = [];
  for (const { day } of days) {
    const rows = await run.rows<OutsideEntries>(
      {
        query: `SELECT ledgerTopic AS ofTopic, ledgerTopicId AS ofLife, ledgerPartition AS ofPartition,
            min(ledgerOffset) AS first, max(ledgerOffset) AS last, count() AS entries FROM audit_deliveries
          WHERE toDate(timestamp) = {day:Date} AND ${isAsked}
            AND (toString(ledgerTopic), toString(ledgerTopicId), ledgerPartition, ledgerOffset, timestamp) NOT IN (
              SELECT toString(topic), toString(topicId), partition, offset, timestamp FROM audit_positions
              WHERE topic = {ledger:String} AND toDate(timestamp) = {day:Date})
          GROUP BY ofTopic, ofLife, ofPartition ORDER BY ofTopic, ofLife, ofPartition`,
        params: { ...params, day },
        doing,
      },
      signal,
    );
    findings.push(...rows.map(toFinding));
  }
  return findings;
}

function toFinding({ ofTopic, ofLife, ofPartition, first, last, entries }: OutsideEntries): RangeFinding {
  return {
    topic: ofTopic,
    topicId: ofLife,
    partition: ofPartition,
    problem: 'misstated',
    first: BigInt(first),
    last: BigInt(last),
    expectedRecords: 0,
    foundRecords: entries,
    storedAtMs: null,
  };
}
