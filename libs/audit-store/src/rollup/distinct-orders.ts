import { OrderCancelled } from '@spillway/events';
import { liveHours } from './live-hours.js';
import { orderTypes } from './order-hour.js';

/** SQL for the lines of an order: `(stockCode, description, quantity, unitPrice)`. */
export const orderLines =
  "JSONExtract(payload, 'lines', 'Array(Tuple(stockCode String, description Nullable(String), quantity Int64, " +
  "unitPrice Decimal(18, 4)))')";

const isCancelled = `type = '${OrderCancelled.type}'`;

/**
 * The sample's orders of some hours of their own time, each event once: as in `audit_events_distinct` the first record
 * wins, among those of these hours: a repeated event has its time again. An event without a time counts at its record's.
 *
 * Its parameters: those of `liveHours`, and in `{days:Array(Date)}` the days of the log in which these orders lie.
 *
 * @param columns what is read of an order, as SQL over `isCancelled` and `payload`: payloads are much to sort
 */
export function distinctOrders(columns: string): string {
  // Both copies of a record written twice have its time, so an index by it may leave rows out before FINAL; ClickHouse
  // cannot know that and would read whole key ranges again.
  const orders = (hour: string, condition: string): string =>
    `SELECT ${hour} AS hour, source, eventId, timestamp, topic, partition, offset, ${isCancelled} AS isCancelled, ${columns}
      FROM audit_events_main
      WHERE kind = 'event' AND ${orderTypes} AND toDate(timestamp) IN {days:Array(Date)} AND ${condition}
      SETTINGS use_skip_indexes_if_final_exact_mode = 0`;
  return `SELECT * FROM (
      ${orders('toStartOfHour(assumeNotNull(eventTime))', liveHours('eventTime'))}
      UNION ALL
      ${orders('toStartOfHour(timestamp)', `isNull(eventTime) AND ${liveHours('timestamp')}`)})
    ORDER BY source, eventId, timestamp, topic, partition, offset LIMIT 1 BY source, eventId`;
}
