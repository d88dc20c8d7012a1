import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAuditStore } from '@spillway/audit-store';
import type { AuditConnections } from '../../../libs/audit-store/src/connection/audit-connections.js';
import { openRemoteConnections } from '../../../libs/audit-store/src/connection/open-remote-connections.js';
import { startSource, type SourceProcess } from '../source-process.js';

export interface ProofServer {
  readonly url: string;
  /** Runs a statement on it. */
  command(query: string): Promise<void>;
  /** Ends its process by SIGKILL; it is away until it is started. */
  kill(): Promise<void>;
  /** The same while it merges parts of `events`. */
  killInMerge(): Promise<void>;
  /** Starts it again where it was, with what it had. */
  start(): Promise<void>;
}

/** A ClickHouse server with the tables of the store, as far as the engine behind HTTP is one: it outlives apps that are killed. */
export async function withServer<T>(work: (server: ProofServer) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-audit-server-'));
  const begin = (port: string): SourceProcess =>
    startSource('test/support/children/clickhouse-server.ts', [dataDir, port]);
  let process = begin('0');
  try {
    const url = (await process.line(/^ready/)).split(' ')[1]!;
    await (await openAuditStore({ clickhouseUrl: url })).close();
    const connections = openRemoteConnections({ url, database: 'default', username: 'default' });
    const command = async (query: string): Promise<void> => void (await connections.control.command({ query }));
    const kill = (): Promise<void> => process.kill('SIGKILL');
    const killInMerge = async (): Promise<void> => {
      const ended = new AbortController();
      const merging = mergeUntil(command, ended.signal);
      while (!(await isMerging(connections.reader))) await sleep(1);
      ended.abort();
      await kill();
      await merging;
    };
    const start = async (): Promise<void> => {
      process = begin(new URL(url).port);
      await process.line(/^ready/);
    };
    return await work({ url, command, kill, killInMerge, start }).finally(() => connections.close());
  } finally {
    await process.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** One merge of all there is after the other; the last ends with the server. */
async function mergeUntil(command: ProofServer['command'], ended: AbortSignal): Promise<void> {
  while (!ended.aborted)
    await command('OPTIMIZE TABLE events FINAL SETTINGS optimize_skip_merged_partitions = 0').catch(() => {});
}

async function isMerging(reader: AuditConnections['reader']): Promise<boolean> {
  const query = "SELECT count() AS merges FROM system.merges WHERE table = 'events'";
  const [row] = await (await reader.query({ query, format: 'JSONEachRow' })).json<{ merges: number }>();
  return Number(row!.merges) > 0;
}
