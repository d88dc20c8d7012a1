import { leasesTable } from '../leases/leases-table.js';
import { blocksTable } from './blocks-table.js';
import { deliveriesTable } from './deliveries-table.js';
import { droppedTables } from './dropped-table.js';
import { eventsTable } from './events-table.js';
import { orderDaysMarksTable, orderDaysTable } from './order-days-table.js';
import { orderTimes } from './order-times.js';
import { probesTable } from './probes-table.js';
import { refusalsTable, refusalsView } from './refusals-table.js';
import { rollupTables } from './rollup-tables.js';
import { rollupViews } from './rollup-views.js';
import {
  blocksView,
  deliveriesView,
  distinctEventsView,
  eventsView,
  mainEventsView,
  mainEventsWithoutRedrivesView,
  positionsView,
  positionsWithTimesView,
} from './views.js';
import { openHours, resetRollupMarks } from './reset-rollup-marks.js';
import { verificationMarksTable } from './verification-marks-table.js';
import { waitsTables } from './waits-table.js';

export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Each can be run again: a process killed between a statement and its note repeats it. */
  readonly statements: readonly string[];
}

/** In order; what is released is never edited, only followed. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'events and blocks',
    statements: [
      eventsTable,
      blocksTable,
      eventsView,
      mainEventsView,
      distinctEventsView,
      `CREATE TABLE IF NOT EXISTS store_keys (name String, value String, createdAt DateTime64(3, 'UTC'))
       ENGINE = MergeTree ORDER BY (name, createdAt)`,
    ],
  },
  {
    version: 2,
    name: 'deliveries',
    statements: [deliveriesTable, deliveriesView, blocksView, positionsView],
  },
  { version: 3, name: 'hourly rollups', statements: rollupTables },
  { version: 4, name: 'refused records', statements: [refusalsTable, refusalsView] },
  { version: 5, name: 'upkeep', statements: [...droppedTables, probesTable] },
  { version: 6, name: 'redrive topics', statements: [mainEventsWithoutRedrivesView] },
  { version: 7, name: 'waits of deliveries', statements: waitsTables },
  { version: 8, name: 'days of orders', statements: orderDaysTable },
  { version: 9, name: 'marks of the days of orders', statements: orderDaysMarksTable },
  { version: 10, name: 'last seconds of hours', statements: resetRollupMarks('record') },
  { version: 11, name: 'times of orders', statements: orderTimes },
  { version: 12, name: 'united ranges of deliveries', statements: resetRollupMarks('delivery') },
  { version: 13, name: 'times of positions', statements: [positionsWithTimesView] },
  { version: 14, name: 'open hours of marks', statements: openHours },
  { version: 15, name: 'leases', statements: [leasesTable] },
  { version: 16, name: 'marks of verification', statements: verificationMarksTable },
  { version: 17, name: 'hours of questions', statements: rollupViews },
];
