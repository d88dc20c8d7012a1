import type { ClickHouseClient } from '@clickhouse/client';
import { SpillwayError } from '@spillway/events';
import { storeFailure } from '../connection/store-failure.js';
import { timeLimit } from '../connection/time-limit.js';
import { migrations, type Migration } from './migrations.js';
import { schemaVersion } from './schema-version.js';

/**
 * Brings the tables to this version. Its statements have no limit of time: settings behind a table or a view would become part of
 * it, and a limit would end the waiting for a change of rows, not the change. They touch definitions, and tables of a row per hour.
 *
 * @param signal between two statements
 * @throws SpillwayError `SPW-7003` the tables are newer than this version · `SPW-7002` ClickHouse does not answer
 */
export async function migrate(
  client: ClickHouseClient,
  plan: readonly Migration[] = migrations,
  signal?: AbortSignal,
): Promise<void> {
  const current = await schemaVersion(client);
  const known = plan.at(-1)?.version ?? 0;
  if (current > known) {
    throw new SpillwayError('SPW-7003', `The tables have version ${current}, this process knows ${known}`, {
      context: { current, known },
    });
  }
  for (const migration of plan.filter(({ version }) => version > current)) await apply(client, migration, signal);
}

async function apply(client: ClickHouseClient, { version, name, statements }: Migration, signal?: AbortSignal) {
  try {
    for (const query of statements) {
      signal?.throwIfAborted();
      await client.command({ query });
    }
    const query = `INSERT INTO schema_migrations SETTINGS async_insert = 0, ${timeLimit('writer')}
      SELECT {version:UInt32}, {name:String}, now64(3)`;
    await client.command({ query, query_params: { version, name } });
  } catch (error) {
    throw storeFailure(error, `applying migration ${version} (${name})`);
  }
}
