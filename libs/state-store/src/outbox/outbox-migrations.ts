import { sql, type Kysely } from 'kysely';
import type { MigrationSet } from '../migrations/migration-set.js';

async function createOutbox(db: Kysely<unknown>): Promise<void> {
  // Rows come and go: dead ones are cleared early, for a page is read from the begin of the table.
  await sql`
    CREATE TABLE outbox_events (
      position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      topic text NOT NULL,
      partition integer,
      key bytea,
      value bytea,
      headers text NOT NULL,
      timestamp_ms bigint,
      sequence bigint,
      size_bytes integer NOT NULL,
      added_at timestamptz NOT NULL
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`.execute(db);
}

export const outboxMigrations: MigrationSet = { owner: 'outbox', steps: { '0001-outbox': { up: createOutbox } } };
