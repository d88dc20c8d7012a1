import { randomBytes, randomUUID } from 'node:crypto';
import { SpillwayError } from '@spillway/events';
import { noMetrics, systemClock, type AuditStore, type Clock, type Logger, type Metrics } from '@spillway/streaming';
import { ClickHouseAuditStore } from './clickhouse-audit-store.js';
import type { AuditConnections } from './connection/audit-connections.js';
import type { ClientPool } from './connection/client-pool.js';
import { engineShare, type EngineUse } from './connection/engine-shares.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openRemoteConnections, type ServerUser } from './connection/open-remote-connections.js';
import { storeFailure } from './connection/store-failure.js';
import { insertLimits } from './encode/plan-inserts.js';
import { exclusiveByLease } from './leases/exclusive-by-lease.js';
import { exclusiveInProcess } from './leases/exclusive-in-process.js';
import type { RunExclusively } from './leases/run-exclusively.js';
import { PageCursors } from './query/page-cursor.js';
import { ReadRunner, exportReadLimits, patientLimits, readLimits, type ReadLimits } from './query/read-runner.js';
import { storeKey } from './query/store-key.js';
import { clickHouseUpkeep } from './retention/clickhouse-upkeep.js';
import { clickHouseBoards } from './rollup/clickhouse-boards.js';
import { migrateExclusively } from './schema/migrate-exclusively.js';
import { requireVersion } from './schema/require-version.js';
import { VerificationMarks } from './verify/verification-marks.js';
import { BlockAppender } from './write/block-appender.js';
import type { BlockWriter } from './write/block-writer.js';
import { fullInsertBytes } from './write/full-insert-bytes.js';
import { InfileBlockWriter } from './write/infile-block-writer.js';
import { StreamBlockWriter } from './write/stream-block-writer.js';

export interface AuditStoreOptions {
  /** A ClickHouse server; absent: the engine runs in this process, in `dataDir`. */
  readonly clickhouseUrl?: string;
  readonly database?: string;
  readonly username?: string;
  readonly password?: string;
  /** On a server: who asks users' questions and exports; `username` unless told. */
  readonly reader?: ServerUser;
  /** The app's own folder; it belongs to one process at a time. */
  readonly dataDir?: string;
  /** How long to wait for a process that is just ending to let `dataDir` go; 10 s unless told. */
  readonly lockWaitMs?: number;
  /** Memory of the engine in this process, see `SPILLWAY_AUDIT_ENGINE_BYTES`; a server has its own limit. */
  readonly engineBytes?: number;
  /** Of users' questions. */
  readonly readLimits?: Partial<ReadLimits>;
  /** How long a row may take from its `recordedAt` to be visible; hours are rolled up later than that. 120 s unless told. */
  readonly settleMs?: number;
  /** Bytes after which an insert is full; 64 MiB unless told, and no more than `engineBytes` can verify. Two may be in memory. */
  readonly maxInsertBytes?: number;
  readonly clock?: Clock;
  readonly metrics?: Metrics;
  /** Told when another app on the server is waited for. */
  readonly logger?: Logger;
  readonly newId?: () => string;
}

/** A statement of an insert ends within 60 s; clocks of writers may differ by as much. */
const defaultSettleMs = 120_000;

/**
 * Opens the store and brings its tables to this version.
 *
 * @throws SpillwayError `SPW-7001` folder in use · `SPW-7002` server not reachable · `SPW-7003` tables newer than this
 * version · `SPW-7008` engine does not start · `SPW-7014` server too old · `SPW-2004` neither URL nor folder
 */
export async function openAuditStore(options: AuditStoreOptions): Promise<AuditStore> {
  const { clock = systemClock, metrics = noMetrics, newId = randomUUID, settleMs = defaultSettleMs } = options;
  const connections = await openConnections(options, clock);
  try {
    await requireVersion(connections.writer);
    const exclusively = runExclusively(connections, newId, options.logger);
    await migrateExclusively(connections.writer, exclusively);
    const key = await storeKey(connections.writer, () => randomBytes(32));
    const { pools, engineBytes } = connections;
    const within = (use: EngineUse, limits: ReadLimits): ReadLimits => {
      return { ...limits, maxMemoryBytes: engineShare(use, limits.maxMemoryBytes, engineBytes) };
    };
    const on = (readers: ClientPool) => ({ ...connections, pools: { ...pools, readers } });
    const limits = within('question', { ...readLimits, ...options.readLimits });
    const behind = within('background', patientLimits);
    const run = new ReadRunner(connections, newId, limits);
    const aside = { ...limits, maxExecutionTimeMs: exportReadLimits.maxExecutionTimeMs };
    const runAside = new ReadRunner(on(pools.exporter), newId, aside);
    const runExports = new ReadRunner(on(pools.exporter), newId, within('export', exportReadLimits));
    const runBehind = new ReadRunner(on(pools.background), newId, behind);
    const runPatiently = new ReadRunner(on(pools.background), newId, behind, storeFailure);
    const resuming = within('question', patientLimits);
    const runResume = new ReadRunner(on(pools.resumer), newId, resuming, storeFailure);
    const appender = new BlockAppender({
      writer: blockWriter(connections),
      clock,
      metrics,
      newId,
      maxInsertBytes: fullInsertBytes(options.maxInsertBytes ?? insertLimits.maxBytes, engineBytes),
    });
    const cursors = new PageCursors(key);
    const boards = clickHouseBoards({ connections, run, runBehind, exclusively, newId, clock, settleMs });
    const nowMs = (): number => clock.nowMs();
    const verification = { run: runExports, cursors, nowMs, settleMs };
    const verificationMarks = new VerificationMarks({ clients: connections, run: runBehind, newId });
    const upkeep = clickHouseUpkeep({ connections, run: runBehind, newId, clock, settleMs });
    const runs = { run, runAside, runPatiently, runResume, runExports };
    const asking = { ...runs, cursors, newId, nowMs };
    const checking = { verification, verificationMarks, upkeep };
    return new ClickHouseAuditStore({ connections, appender, ...asking, boards, ...checking });
  } catch (error) {
    await connections.close();
    throw error;
  }
}

async function openConnections(options: AuditStoreOptions, clock: Clock): Promise<AuditConnections> {
  const { clickhouseUrl: url, database = 'default', username = 'default', password, reader, dataDir } = options;
  if (url !== undefined) return openRemoteConnections({ url, database, username, password, reader });
  if (dataDir !== undefined) {
    const { lockWaitMs = 10_000, engineBytes } = options;
    return openEmbeddedConnections({ dataDir, lockWaitMs, engineBytes, clock });
  }
  throw new SpillwayError(
    'SPW-2004',
    'The audit store needs SPILLWAY_DATA_DIR, or SPILLWAY_CLICKHOUSE_URL for a server',
  );
}

function runExclusively(
  { stagingDir, control }: AuditConnections,
  newId: () => string,
  logger: Logger | undefined,
): RunExclusively {
  return stagingDir === undefined ? exclusiveByLease({ control, newId, logger }) : exclusiveInProcess();
}

function blockWriter({ pools: { writer }, stagingDir }: AuditConnections): BlockWriter {
  return stagingDir === undefined ? new StreamBlockWriter(writer) : new InfileBlockWriter(writer, stagingDir);
}
