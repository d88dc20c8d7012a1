import { resetRollupMarks } from './reset-rollup-marks.js';

/**
 * When an order counts: at the time its payload gives, else at that of the event, else at that of its record. A repeat has its
 * payload again, but a time of its own where its producer gave none. Null for whatever is no order, or none that can be read.
 * ClickHouse works it out as rows are inserted, and out of the payload for rows that were there before whenever it is asked
 * for, so who asks names the types of orders beside it (`is-order.ts`).
 */
const orderTime = `if(kind = 'event' AND type IN ('retail.orders.OrderPlaced', 'retail.orders.OrderCancelled'),
    coalesce(
      parseDateTime64BestEffortOrNull(
        JSONExtractString(payload, if(type = 'retail.orders.OrderPlaced', 'placedAt', 'cancelledAt')), 3, 'UTC'),
      eventTime, timestamp),
    NULL)`;

/** Orders of main topics, with what is asked of them: every log position once, merged or not. */
const ordersView = `CREATE VIEW IF NOT EXISTS audit_orders AS
SELECT source, eventId, timestamp, topic, partition, offset, type, payload, orderTime FROM events FINAL
WHERE eventId != '' AND kind = 'event' AND type IN ('retail.orders.OrderPlaced', 'retail.orders.OrderCancelled')
  AND NOT match(topic, '\\\\.(dlq|holds|redrive)$|\\\\.retry\\\\.[^.]+$|^spillway\\\\.')`;

/** Sales count by this time from now on: their marks are taken back, so that all are rolled up and noted once more. */
export const orderTimes: readonly string[] = [
  `ALTER TABLE events ADD COLUMN IF NOT EXISTS
    orderTime Nullable(DateTime64(3, 'UTC')) MATERIALIZED ${orderTime} CODEC(ZSTD(1))`,
  'ALTER TABLE events ADD INDEX IF NOT EXISTS orderTimeRange orderTime TYPE minmax GRANULARITY 1',
  ordersView,
  `CREATE OR REPLACE VIEW audit_recorded_events AS
    SELECT timestamp, eventTime, type, recordedAt, orderTime FROM events`,
  'TRUNCATE TABLE order_days',
  'TRUNCATE TABLE order_days_marks',
  ...resetRollupMarks('event'),
];
