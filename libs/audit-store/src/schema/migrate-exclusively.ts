import type { ClickHouseClient } from '@clickhouse/client';
import { storeFailure } from '../connection/store-failure.js';
import { leasesTable } from '../leases/leases-table.js';
import type { RunExclusively } from '../leases/run-exclusively.js';
import { migrate } from './migrate.js';
import { migrations } from './migrations.js';
import { schemaVersion } from './schema-version.js';

/**
 * Brings the tables to this version, one app at a time: a second one would take back what the first has rolled up since. It
 * waits, and then finds it done.
 *
 * @throws SpillwayError like `migrate`
 */
export async function migrateExclusively(client: ClickHouseClient, exclusively: RunExclusively): Promise<void> {
  const isBehind = (await schemaVersion(client)) < migrations.at(-1)!.version;
  if (!isBehind) return migrate(client);
  try {
    // A migration as well; its lease needs the table before.
    await client.command({ query: leasesTable });
  } catch (error) {
    throw storeFailure(error, 'preparing to migrate');
  }
  await exclusively('migration', (signal) => migrate(client, migrations, signal));
}
