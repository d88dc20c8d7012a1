import { SpillwayError } from '@spillway/events';
import { silentLogger, systemClock, type Clock, type Logger } from '@spillway/streaming';
import { Kysely, type Dialect } from 'kysely';
import { classifyingDialect } from './dialects/classifying-dialect.js';
import { openPglite, type OpenPglite } from './dialects/open-pglite.js';
import { postgresDialect } from './dialects/postgres-dialect.js';
import { classifyStateError } from './errors/classify-state-error.js';
import { isEngineCrash } from './errors/is-engine-crash.js';
import { FifoGate } from './fifo-gate.js';
import { initialiseFolder } from './folder/initialise-folder.js';
import { lockFolder } from './folder/lock-folder.js';
import { inboxMigrations } from './inbox/inbox-migrations.js';
import type { InboxDatabase } from './inbox/inbox-tables.js';
import { keepInboxPruned } from './inbox/keep-inbox-pruned.js';
import { SqlInbox } from './inbox/sql-inbox.js';
import { KyselyStateStore } from './kysely-state-store.js';
import { claimInProcess } from './outbox/claim-in-process.js';
import { claimOnServer } from './outbox/claim-on-server.js';
import { outboxMigrations } from './outbox/outbox-migrations.js';
import { outboxChannel } from './outbox/outbox-names.js';
import { SqlOutbox, type ClaimOutbox } from './outbox/sql-outbox.js';
import { migrate } from './migrations/migrate.js';
import type { MigrationSet } from './migrations/migration-set.js';

export interface StateStoreOptions {
  /** A PostgreSQL server; wins over `dataDir`. */
  readonly postgresUrl?: string;
  /** The app's folder, for an embedded database. Absent or `memory:`: nothing is kept. */
  readonly dataDir?: string;
  /** The app's own tables. */
  readonly migrations?: MigrationSet;
  /** Connections to the PostgreSQL server, at least 3; default 10. */
  readonly poolSize?: number;
  /** How long event identities are remembered; default 7 days. */
  readonly inboxWindowMs?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

interface OpenDialect {
  readonly dialect: Dialect;
  readonly name: string;
  readonly claimOutbox: ClaimOutbox;
  /** How many transactions may be open at once. */
  readonly transactions: number;
  readonly release: () => void;
}

const defaultPoolSize = 10;
/** For statements outside of transactions: what is done, what is known, an app's own queries. */
const sparedConnections = 2;
const maxTurnWaitMs = 120_000;
const weekMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Opens the state of an app and brings its tables up to date. `DB` names the app's own tables.
 *
 * @throws SpillwayError `SPW-6001` not reachable · `SPW-6002` the folder belongs to another process · `SPW-6004` folder
 *   unusable · `SPW-6005` migration failed · `SPW-6007` user, password or database wrong
 */
export async function openStateStore<DB>(options: StateStoreOptions): Promise<KyselyStateStore<DB>> {
  const { clock = systemClock, logger = silentLogger } = options;
  const opened = await openDialect(options, { clock, logger });
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
    await migrate(db, outboxMigrations);
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
    outbox: new SqlOutbox({ db, clock, claim: opened.claimOutbox }),
    embedded,
    gate: new FifoGate(opened.transactions, { clock, maxWaitMs: maxTurnWaitMs }),
    broken,
    background: (signal) => keepInboxPruned(db, { windowMs, isEmbedded: embedded, clock, logger, signal }),
    onClosed: opened.release,
  });
}

interface Surroundings {
  readonly clock: Clock;
  readonly logger: Logger;
}

async function openDialect(
  { postgresUrl, dataDir, poolSize = defaultPoolSize }: StateStoreOptions,
  { clock, logger }: Surroundings,
): Promise<OpenDialect> {
  if (postgresUrl !== undefined) {
    const name = nameOf(postgresUrl);
    const classify = (error: unknown): unknown => classifyStateError(error, name);
    const claimOutbox = claimOnServer({ url: postgresUrl, clock, classify });
    const transactions = poolSize - sparedConnections;
    const dialect = postgresDialect(postgresUrl, poolSize, logger);
    return { dialect, name, claimOutbox, transactions, release: () => undefined };
  }
  if (dataDir === undefined || dataDir === 'memory:') {
    logger.warn(
      {},
      'State is kept in memory and ends with the process; SPILLWAY_DATA_DIR or SPILLWAY_POSTGRES_URL keeps it',
    );
    return { ...inProcess(await openPglite(undefined)), name: 'memory', release: () => undefined };
  }
  const lock = lockFolder(dataDir);
  try {
    return { ...inProcess(await openFolder(dataDir)), name: dataDir, release: lock.release };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function inProcess({ dialect, listen }: OpenPglite): Pick<OpenDialect, 'dialect' | 'claimOutbox' | 'transactions'> {
  // One connection, whose queue has no end and an order.
  const transactions = Number.POSITIVE_INFINITY;
  return { dialect, claimOutbox: claimInProcess(listen, outboxChannel), transactions };
}

async function openFolder(dataDir: string): Promise<OpenPglite> {
  const folder = await initialiseFolder(dataDir);
  try {
    return await openPglite(folder);
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
