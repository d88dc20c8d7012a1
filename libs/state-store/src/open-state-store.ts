import { SpillwayError } from '@spillway/events';
import { silentLogger, systemClock, type Clock, type Logger } from '@spillway/streaming';
import { Kysely, type Dialect } from 'kysely';
import { classifyingDialect } from './dialects/classifying-dialect.js';
import { pgliteDialect } from './dialects/pglite-dialect.js';
import { postgresDialect } from './dialects/postgres-dialect.js';
import { classifyStateError } from './errors/classify-state-error.js';
import { isEngineCrash } from './errors/is-engine-crash.js';
import { initialiseFolder } from './folder/initialise-folder.js';
import { lockFolder } from './folder/lock-folder.js';
import { inboxMigrations } from './inbox/inbox-migrations.js';
import type { InboxDatabase } from './inbox/inbox-tables.js';
import { keepInboxPruned } from './inbox/keep-inbox-pruned.js';
import { SqlInbox } from './inbox/sql-inbox.js';
import { KyselyStateStore } from './kysely-state-store.js';
import { migrate } from './migrations/migrate.js';
import type { MigrationSet } from './migrations/migration-set.js';

export interface StateStoreOptions {
  /** A PostgreSQL server; wins over `dataDir`. */
  readonly postgresUrl?: string;
  /** The app's folder, for an embedded database. Absent or `memory:`: nothing is kept. */
  readonly dataDir?: string;
  /** The app's own tables. */
  readonly migrations?: MigrationSet;
  /** How long event identities are remembered; default 7 days. */
  readonly inboxWindowMs?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

interface OpenDialect {
  readonly dialect: Dialect;
  readonly name: string;
  readonly release: () => void;
}

const weekMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Opens the state of an app and brings its tables up to date. `DB` names the app's own tables.
 *
 * @throws SpillwayError `SPW-6001` not reachable · `SPW-6002` the folder belongs to another process · `SPW-6004` folder
 *   unusable · `SPW-6005` migration failed · `SPW-6007` user, password or database wrong
 */
export async function openStateStore<DB>(options: StateStoreOptions): Promise<KyselyStateStore<DB>> {
  const { clock = systemClock, logger = silentLogger } = options;
  const opened = await openDialect(options, logger);
  const embedded = options.postgresUrl === undefined;
  let reportCrash: (reason: unknown) => void = () => undefined;
  const broken = new Promise<unknown>((resolve) => (reportCrash = resolve));
  const dialect = classifyingDialect(opened.dialect, (error) => {
    const classified = classifyStateError(error, opened.name);
    if (embedded && isEngineCrash(error)) reportCrash(classified);
    return classified;
  });
  const db = new Kysely<InboxDatabase>({ dialect });
  try {
    await migrate(db, inboxMigrations);
    if (options.migrations !== undefined) await migrate(db, options.migrations);
  } catch (error) {
    await db.destroy().catch(() => undefined);
    opened.release();
    throw error;
  }
  const windowMs = options.inboxWindowMs ?? weekMs;
  return new KyselyStateStore<DB>({
    db: db as Kysely<unknown> as Kysely<DB>,
    inbox: new SqlInbox(db, clock),
    embedded,
    broken,
    background: (signal) => keepInboxPruned(db, { windowMs, clock, logger, signal }),
    onClosed: opened.release,
  });
}

async function openDialect({ postgresUrl, dataDir }: StateStoreOptions, logger: Logger): Promise<OpenDialect> {
  if (postgresUrl !== undefined) {
    return { dialect: postgresDialect(postgresUrl, logger), name: nameOf(postgresUrl), release: () => undefined };
  }
  if (dataDir === undefined || dataDir === 'memory:') {
    logger.warn(
      {},
      'State is kept in memory and ends with the process; SPILLWAY_DATA_DIR or SPILLWAY_POSTGRES_URL keeps it',
    );
    return { dialect: await pgliteDialect(undefined), name: 'memory', release: () => undefined };
  }
  const lock = lockFolder(dataDir);
  try {
    return { dialect: await openFolder(dataDir), name: dataDir, release: lock.release };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openFolder(dataDir: string): Promise<Dialect> {
  const folder = await initialiseFolder(dataDir);
  try {
    return await pgliteDialect(folder);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const detail = `What lies in ${folder} is no database of this version, or is damaged: ${reason}`;
    throw new SpillwayError('SPW-6004', detail, { cause, context: { folder } });
  }
}

/** Host, port and database: what may be shown of the URL. */
function nameOf(postgresUrl: string): string {
  const { host, pathname } = new URL(postgresUrl);
  return `PostgreSQL at ${host}${pathname}`;
}
