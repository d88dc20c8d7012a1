import { OrderCancelled, OrderPlaced } from '@spillway/events';
import { liveHours } from './live-hours.js';

const lines =
  "JSONExtract(payload, 'lines', 'Array(Tuple(stockCode String, description Nullable(String), quantity Int64, " +
  "unitPrice Decimal(18, 4)))')";

/**
 * Both copies of a record written twice have its time, so an index by it may leave rows out before FINAL; ClickHouse cannot
 * know that and would read whole key ranges again.
 */
const events = (hour: string, condition: string): string =>
  `SELECT ${hour} AS hour, source, eventId, timestamp, topic, partition, offset, type, payload
    FROM audit_events_main
    WHERE kind = 'event' AND type IN ('${OrderPlaced.type}', '${OrderCancelled.type}') AND ${condition}
    SETTINGS use_skip_indexes_if_final_exact_mode = 0`;

/**
 * The sample's orders of some hours of their own time, each event once: as in `audit_events_distinct` the first record
 * wins, among those of these hours: a repeated event has its time again. An event without a time counts at its record's.
 */
export const distinctOrders = `SELECT hour, type = '${OrderCancelled.type}' AS isCancelled,
    JSONExtractString(payload, 'country') AS country, ${lines} AS lines
  FROM (SELECT * FROM (
      ${events('toStartOfHour(assumeNotNull(eventTime))', liveHours('eventTime'))}
      UNION ALL
      ${events('toStartOfHour(timestamp)', `isNull(eventTime) AND ${liveHours('timestamp')}`)})
    ORDER BY source, eventId, timestamp, topic, partition, offset LIMIT 1 BY source, eventId)`;
