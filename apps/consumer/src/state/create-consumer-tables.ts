import { sql, type Kysely } from 'kysely';

/** First step of the app's migrations; released steps never change. */
export async function createConsumerTables(db: Kysely<unknown>): Promise<void> {
  // Rows change with every batch: room in the page keeps their updates in place.
  await sql`
    CREATE TABLE inventory_positions (
      stock_code text PRIMARY KEY,
      position bigint NOT NULL,
      changed_at timestamptz NOT NULL
    ) WITH (fillfactor = 50)`.execute(db);
  await sql`
    CREATE TABLE revenue_by_day (
      day date NOT NULL,
      country text NOT NULL,
      revenue numeric(38, 4) NOT NULL,
      PRIMARY KEY (day, country)
    ) WITH (fillfactor = 50)`.execute(db);
}
