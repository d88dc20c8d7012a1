import type { ClickHouseClient } from '@clickhouse/client';
import { storeFailure } from '../connection/store-failure.js';
import { timeLimit } from '../connection/time-limit.js';

const versionsTable = `CREATE TABLE IF NOT EXISTS schema_migrations
  (version UInt32, name String, appliedAt DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY version`;

/**
 * The version that the tables have; 0 where there are none.
 *
 * @throws SpillwayError `SPW-7002` ClickHouse does not answer
 */
export async function schemaVersion(client: ClickHouseClient): Promise<number> {
  try {
    await client.command({ query: versionsTable });
    const query = `SELECT max(version) AS version FROM schema_migrations SETTINGS ${timeLimit('writer')}`;
    const rows = await (await client.query({ query, format: 'JSONEachRow' })).json<{ version: number }>();
    return rows[0]?.version ?? 0;
  } catch (error) {
    throw storeFailure(error, 'reading the version of its tables');
  }
}
