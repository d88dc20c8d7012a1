import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { SpillwayError } from '@spillway/events';
import type { Clock } from '@spillway/streaming';
import { Session } from 'chdb';
import type { AuditConnections } from './audit-connections.js';
import { ClientPool } from './client-pool.js';
import { EmbeddedConnection } from './embedded-connection.js';
import { defaultEngineBytes, engineArguments } from './engine-arguments.js';
import { folderOwner } from './folder-owner.js';

const retryEveryMs = 200;

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly lockWaitMs: number;
  /** Memory that the engine may take; `defaultEngineBytes` unless told. */
  readonly engineBytes?: number | undefined;
  readonly clock: Clock;
}

/**
 * Opens ClickHouse inside this process on `<dataDir>/clickhouse`. Waits up to `lockWaitMs` for a process that is just
 * ending to let the folder go.
 *
 * @throws SpillwayError `SPW-7001` another process owns the folder · `SPW-7008` the engine does not start
 */
export async function openEmbeddedConnections(options: EmbeddedOptions): Promise<AuditConnections> {
  mkdirSync(join(options.dataDir, 'clickhouse'), { recursive: true });
  const dataDir = realpathSync(options.dataDir);
  const path = join(dataDir, 'clickhouse');
  const stagingDir = join(dataDir, 'staging');
  const engine = await startEngine(path, options);
  // Only the folder's owner may clear what a killed process left behind.
  rmSync(stagingDir, { recursive: true, force: true });
  mkdirSync(stagingDir, { recursive: true });
  const [writer, reader, exporter] = [connect(path), connect(path), connect(path)];
  const [control, background] = [connect(path), connect(path)];
  // Each may take as much memory as a question may: no more than two.
  const readers = [reader, connect(path)];
  const close = async (): Promise<void> => {
    await Promise.all([writer, ...readers, exporter, control, background].map((client) => client.close()));
    engine.close();
    rmSync(stagingDir, { recursive: true, force: true });
  };
  const poolOf = (...clients: readonly ClickHouseClient[]) => new ClientPool(clients, 1);
  const inserts = poolOf(writer);
  const pools = {
    readers: poolOf(...readers),
    exporter: poolOf(exporter),
    background: poolOf(background),
    writer: inserts,
    resumer: inserts,
  };
  const { engineBytes = defaultEngineBytes } = options;
  return { writer, reader, exporter, control, background, pools, engineBytes, stagingDir, close };
}

/** The first connection decides what the engine is started with, and only one without a client takes arguments. */
async function startEngine(path: string, options: EmbeddedOptions): Promise<Session> {
  const { lockWaitMs, engineBytes = defaultEngineBytes, clock } = options;
  const connectionArgs = engineArguments(engineBytes);
  const deadlineMs = clock.steadyMs() + lockWaitMs;
  for (;;) {
    const isLastTry = clock.steadyMs() >= deadlineMs;
    const owner = folderOwner(path);
    // The engine's own lock decides, but it writes every failed attempt to stderr: it is asked when the hint says that
    // the folder is free, and once more at the end.
    if (owner === undefined || isLastTry) {
      try {
        return new Session(path, { connectionArgs });
      } catch (error) {
        const found = owner ?? folderOwner(path);
        if (found === undefined) throw engineFailed(path, error);
        if (isLastTry) throw folderInUse(path, found, lockWaitMs);
      }
    }
    await clock.sleep(retryEveryMs);
  }
}

type Connection = NonNullable<Parameters<typeof createClient>[0]>['connection'];

function connect(path: string): ClickHouseClient {
  // The same interface from two copies of its declarations: chdb's own and the one bundled in the client.
  const connection = new EmbeddedConnection({ path }) as unknown as Connection;
  return createClient({ connection, log: { level: ClickHouseLogLevel.OFF } });
}

function folderInUse(path: string, owner: number, waitedMs: number): SpillwayError {
  const detail = `The folder ${path} is open in process ${owner}; waited ${waitedMs} ms for it to end`;
  return new SpillwayError('SPW-7001', detail, { context: { path, owner } });
}

function engineFailed(path: string, cause: unknown): SpillwayError {
  return new SpillwayError('SPW-7008', `The embedded ClickHouse could not open ${path}: ${(cause as Error).message}`, {
    cause,
    context: { path },
  });
}
