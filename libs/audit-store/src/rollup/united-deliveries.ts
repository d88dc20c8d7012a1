import { liveHours } from './live-hours.js';

const place = ['originTopic', 'originTopicId', 'originPartition', 'originOffset', 'originLastOffset'] as const;
type Column =
  'deliveries' | 'handler' | 'appVersion' | 'outcome' | 'attempt' | 'durationUs' | 'endedTo' | `ledger${string}`;

/**
 * SQL for entries of the ledger of some hours, its ranges united: records of which two ranges of a group tell are those of the
 * range that begins first. `freshFrom` is where the records begin that are a range's own, past its end when none are;
 * `ownOffsets` of `offsets` are its own. A note about one delivery is a delivery of its own.
 *
 * Its parameters: those of `liveHours`. Ranges that were written down in different hours are not united.
 *
 * @param columns what is read besides the hour, the group and the place
 */
export function unitedDeliveries(columns: readonly Column[]): string {
  const read = ['hour', 'groupId', 'isRange', ...place, ...columns].join(', ');
  return `SELECT *, originLastOffset + 1 - originOffset AS offsets,
      if(isRange, greatest(originOffset, coveredTo), originOffset) AS freshFrom,
      toInt64(originLastOffset + 1) - toInt64(least(freshFrom, originLastOffset + 1)) AS ownOffsets
    FROM (SELECT ${read}, max(originLastOffset + 1) OVER (
          PARTITION BY hour, groupId, isRange, originTopic, originTopicId, originPartition
          ORDER BY originOffset, originLastOffset ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS coveredTo
      FROM (SELECT *, toStartOfHour(timestamp) AS hour FROM audit_deliveries WHERE ${liveHours('timestamp')}))`;
}
