import type { MigrationSet } from '@spillway/state-store';
import { sql } from 'kysely';

export interface StateWriterTables {
  counted: { events: number };
}

export const stateWriterMigrations: MigrationSet = {
  owner: 'writer',
  steps: {
    '0001-counted': {
      up: async (db) => {
        await sql`CREATE TABLE counted (events bigint NOT NULL)`.execute(db);
        await sql`INSERT INTO counted VALUES (0)`.execute(db);
      },
    },
  },
};
