import type { MigrationSet } from '@spillway/state-store';
import { sql, type Generated } from 'kysely';

export interface EffectTables {
  /** `serial` tells in which order they came. */
  effects: { serial: Generated<string>; number: number };
}

/** One row for each time an event took effect. */
export const effectMigrations: MigrationSet = {
  owner: 'proof',
  steps: {
    '0001-effects': {
      up: async (db) => {
        await sql`CREATE TABLE effects (serial bigserial PRIMARY KEY, number integer NOT NULL)`.execute(db);
      },
    },
  },
};
