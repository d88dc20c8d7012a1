import { blocksTable } from './blocks-table.js';
import { eventsTable } from './events-table.js';
import { distinctEventsView, eventsView, mainEventsView } from './views.js';

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
];
