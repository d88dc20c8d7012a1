import { isSpillwayError, SpillwayError } from '@spillway/events';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { MigrationSet } from './migration-set.js';

/**
 * Brings the tables of one owner up to date, in one transaction, under an advisory lock: instances that start at the
 * same time go one after the other.
 *
 * @throws SpillwayError `SPW-6005` when a step fails; `SPW-6001`, `SPW-6006`, `SPW-6007` as classified
 */
export async function migrate<DB>(db: Kysely<DB>, set: MigrationSet): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...set.steps }) },
    migrationTableName: `spillway_migrations_${set.owner}`,
    migrationLockTableName: `spillway_migrations_${set.owner}_lock`,
    nameComparator: (left, right) => (left < right ? -1 : Number(left > right)),
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (isSpillwayError(error)) throw error;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  const reason = error instanceof Error ? error.message : String(error);
  throw new SpillwayError('SPW-6005', `Migration ${failed ?? 'list'} of ${set.owner} failed: ${reason}`, {
    cause: error,
    context: { owner: set.owner, migration: failed },
  });
}
