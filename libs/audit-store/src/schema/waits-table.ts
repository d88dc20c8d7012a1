import { rollupTable, rollupView } from './rollup-tables.js';
import { resetRollupMarks } from './reset-rollup-marks.js';

/**
 * How long deliveries waited, from publication to their first attempt and to their end. Hours that were rolled up before this
 * table was there are rolled up again.
 */
export const waitsTables: readonly string[] = [
  rollupTable('waits', 'group LowCardinality(String), what LowCardinality(String), bucket UInt16, deliveries UInt64', [
    'group',
    'what',
    'bucket',
  ]),
  rollupView('waits', 'delivery'),
  ...resetRollupMarks('delivery'),
];
