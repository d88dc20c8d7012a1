import { OrderCancelled } from '@spillway/events';
import { liveHours } from './live-hours.js';

/** SQL for the lines of an order: `(stockCode, description, quantity, unitPrice)`. */
export const orderLines =
  "JSONExtract(payload, 'lines', 'Array(Tuple(stockCode String, description Nullable(String), quantity Int64, " +
  "unitPrice Decimal(18, 4)))')";

/**
 * The sample's orders of some hours of their own time, each event once: as in `audit_events_distinct` the first record
 * wins, among those of these hours: a repeated event has its payload, and so its time, again.
 *
 * Its parameters: those of `liveHours`, and in `{days:Array(Date)}` the days of the log in which these orders lie.
 *
 * @param columns what is read of an order, as SQL over `isCancelled` and `payload`: payloads are much to sort
 */
export function distinctOrders(columns: string): string {
  // Both copies of a record written twice have its time, so an index by it may leave rows out before FINAL; ClickHouse
  // cannot know that and would read whole key ranges again.
  return `SELECT toStartOfHour(assumeNotNull(orderTime)) AS hour, source, eventId, timestamp, topic, partition, offset,
      type = '${OrderCancelled.type}' AS isCancelled, ${columns}
    FROM audit_orders WHERE toDate(timestamp) IN {days:Array(Date)} AND ${liveHours('orderTime')}
    ORDER BY source, eventId, timestamp, topic, partition, offset LIMIT 1 BY source, eventId
    SETTINGS use_skip_indexes_if_final_exact_mode = 0`;
}
