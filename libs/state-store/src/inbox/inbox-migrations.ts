import { sql, type Kysely } from 'kysely';
import type { MigrationSet } from '../migrations/migration-set.js';

async function createInbox(db: Kysely<unknown>): Promise<void> {
  // Few rows, updated with every round: room in the page keeps the updates in place.
  await sql`
    CREATE TABLE inbox_positions (
      group_id text NOT NULL,
      topic text NOT NULL,
      partition integer NOT NULL,
      done int8multirange NOT NULL,
      completed bigint NOT NULL DEFAULT 0,
      dead_lettered bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (group_id, topic, partition)
    ) WITH (fillfactor = 50)`.execute(db);
  await sql`
    CREATE TABLE inbox_events (
      group_id text NOT NULL,
      event uuid NOT NULL,
      seen_at timestamptz NOT NULL,
      PRIMARY KEY (group_id, event)
    )`.execute(db);
  // Rows arrive in the order of seen_at, so a few block summaries find the old ones; a b-tree would slow every insert.
  await sql`CREATE INDEX inbox_events_seen_at ON inbox_events USING brin (seen_at)`.execute(db);
}

/** Rows of before know no life of their topic: the next mark tells it. */
async function addTopicId(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE inbox_positions ADD COLUMN topic_id text`.execute(db);
}

export const inboxMigrations: MigrationSet = {
  owner: 'inbox',
  steps: { '0001-inbox': { up: createInbox }, '0002-topic-id': { up: addTopicId } },
};
