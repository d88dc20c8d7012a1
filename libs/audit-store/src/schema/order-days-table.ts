import { resetRollupMarks } from './reset-rollup-marks.js';

/**
 * In which days of the log the orders of an hour lie, as far as they were recorded before the mark of `event`: orders are
 * counted by their own time, which says nothing about the partition they are in. The mark is taken back, so that a store that
 * was there before notes all of them. `recordedAt` gets statistics: by those, parts without anything new are left out unopened.
 */
export const orderDaysTable: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS order_days (hour DateTime('UTC') CODEC(Delta, ZSTD(1)), day Date)
    ENGINE = ReplacingMergeTree ORDER BY (hour, day)`,
  'CREATE VIEW IF NOT EXISTS audit_order_days AS SELECT * FROM order_days',
  ...resetRollupMarks('event'),
  'ALTER TABLE events ADD STATISTICS IF NOT EXISTS recordedAt TYPE basic',
];

/**
 * Up to which recording time `order_days` knows every order. Not the mark of `event`, which stays where days are noted once
 * more: hours whose records retention has dropped are not rolled up again.
 */
export const orderDaysMarksTable: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS order_days_marks (recordedBefore DateTime64(3, 'UTC'))
    ENGINE = ReplacingMergeTree(recordedBefore) ORDER BY tuple()`,
  'CREATE VIEW IF NOT EXISTS audit_order_days_marks AS SELECT * FROM order_days_marks',
];
