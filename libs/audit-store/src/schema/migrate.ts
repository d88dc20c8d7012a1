import type { ClickHouseClient } from '@clickhouse/client';
import { SpillwayError } from '@spillway/events';
import { storeFailure } from '../connection/store-failure.js';
import { migrations, type Migration } from './migrations.js';

const versionsTable = `CREATE TABLE IF NOT EXISTS schema_migrations
  (version UInt32, name String, appliedAt DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY version`;

/**
 * Brings the tables to this version.
 *
 * @throws SpillwayError `SPW-7003` the tables are newer than this version · `SPW-7002` ClickHouse does not answer
 */
export async function migrate(client: ClickHouseClient, plan: readonly Migration[] = migrations): Promise<void> {
  const current = await readVersion(client);
  const known = plan.at(-1)?.version ?? 0;
  if (current > known) {
    throw new SpillwayError('SPW-7003', `The tables have version ${current}, this process knows ${known}`, {
      context: { current, known },
    });
  }
  for (const migration of plan.filter(({ version }) => version > current)) await apply(client, migration);
}

async function readVersion(client: ClickHouseClient): Promise<number> {
  try {
    await client.command({ query: versionsTable });
    const query = 'SELECT max(version) AS version FROM schema_migrations';
    const rows = await (await client.query({ query, format: 'JSONEachRow' })).json<{ version: number }>();
    return rows[0]?.version ?? 0;
  } catch (error) {
    throw storeFailure(error, 'reading the version of its tables');
  }
}

async function apply(client: ClickHouseClient, { version, name, statements }: Migration): Promise<void> {
  try {
    for (const query of statements) await client.command({ query });
    const query =
      'INSERT INTO schema_migrations SETTINGS async_insert = 0 SELECT {version:UInt32}, {name:String}, now64(3)';
    await client.command({ query, query_params: { version, name } });
  } catch (error) {
    throw storeFailure(error, `applying migration ${version} (${name})`);
  }
}
