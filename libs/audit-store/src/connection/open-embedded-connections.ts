import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { SpillwayError } from '@spillway/events';
import type { Clock } from '@spillway/streaming';
import { createChdbConnection } from 'chdb/connection';
import type { AuditConnections } from './audit-connections.js';
import { folderOwner } from './folder-owner.js';

const retryEveryMs = 200;

/**
 * Opens ClickHouse inside this process on `<dataDir>/clickhouse`. Waits up to `lockWaitMs` for a process that is just
 * ending to let the folder go.
 *
 * @throws SpillwayError `SPW-7001` another process owns the folder · `SPW-7008` the engine does not start
 */
export async function openEmbeddedConnections(options: {
  readonly dataDir: string;
  readonly lockWaitMs: number;
  readonly clock: Clock;
}): Promise<AuditConnections> {
  const path = resolve(options.dataDir, 'clickhouse');
  const stagingDir = resolve(options.dataDir, 'staging');
  mkdirSync(path, { recursive: true });
  const writer = await openFirst(path, options.lockWaitMs, options.clock);
  // Only the folder's owner may clear what a killed process left behind.
  rmSync(stagingDir, { recursive: true, force: true });
  mkdirSync(stagingDir, { recursive: true });
  const [reader, control] = [connect(path), connect(path)];
  const close = async (): Promise<void> => {
    await Promise.all([writer.close(), reader.close(), control.close()]);
    rmSync(stagingDir, { recursive: true, force: true });
  };
  return { writer, reader, control, stagingDir, close };
}

async function openFirst(path: string, lockWaitMs: number, clock: Clock): Promise<ClickHouseClient> {
  const deadlineMs = clock.nowMs() + lockWaitMs;
  for (;;) {
    // Asked first, because the engine writes a failed attempt to stderr by itself.
    const owner = folderOwner(path);
    if (owner === undefined) {
      try {
        return connect(path);
      } catch (error) {
        if (folderOwner(path) === undefined) throw engineFailed(path, error);
      }
    }
    if (clock.nowMs() >= deadlineMs) throw folderInUse(path, owner ?? folderOwner(path), lockWaitMs);
    await clock.sleep(retryEveryMs);
  }
}

type Connection = NonNullable<Parameters<typeof createClient>[0]>['connection'];

function connect(path: string): ClickHouseClient {
  // The same interface from two copies of its declarations: chdb's own and the one bundled in the client.
  const connection = createChdbConnection({ path }) as unknown as Connection;
  return createClient({ connection, log: { level: ClickHouseLogLevel.OFF } });
}

function folderInUse(path: string, owner: number | undefined, waitedMs: number): SpillwayError {
  const who = owner === undefined ? 'another process' : `process ${owner}`;
  return new SpillwayError('SPW-7001', `The folder ${path} is open in ${who}; waited ${waitedMs} ms for it to end`, {
    context: { path, owner },
  });
}

function engineFailed(path: string, cause: unknown): SpillwayError {
  return new SpillwayError('SPW-7008', `The embedded ClickHouse could not open ${path}: ${(cause as Error).message}`, {
    cause,
    context: { path },
  });
}
