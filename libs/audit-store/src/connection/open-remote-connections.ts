import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import type { AuditConnections } from './audit-connections.js';
import { ClientPool } from './client-pool.js';
import { statementLimitsMs, type ConnectionName } from './statement-limits.js';

/** A server says nothing while a statement runs; one that is past its limit has this long to say so. */
const graceMs = 10_000;
/** Below the server's default of 10 s (3 s on old ones): a socket the server has just closed loses the request. */
const idleSocketTtlMs = 2_500;
/** What a client has connections for. */
const statementsEach = 8;

export interface ServerUser {
  readonly username: string;
  readonly password?: string | undefined;
}

export interface RemoteConnectionOptions extends ServerUser {
  readonly url: string;
  readonly database: string;
  /** Of users' questions and exports; the same user as for all else unless told. */
  readonly reader?: ServerUser | undefined;
  /** How long statements may take; those of the store unless told. */
  readonly limitsMs?: Readonly<Record<ConnectionName, number>>;
  /** How long an answer may take beyond that; 10 s unless told. */
  readonly answerWithinMs?: number;
}

/** Clients for a ClickHouse server. Connects on the first statement. */
export function openRemoteConnections({
  reader: asReader,
  limitsMs = statementLimitsMs,
  answerWithinMs = graceMs,
  ...server
}: RemoteConnectionOptions): AuditConnections {
  const connect = (name: ConnectionName, { username, password }: ServerUser = server) =>
    createClient({
      ...server,
      username,
      password,
      application: 'spillway-audit',
      // Every failure reaches the caller, who logs it once and in our form.
      log: { level: ClickHouseLogLevel.OFF },
      request_timeout: limitsMs[name] + answerWithinMs,
      keep_alive: { enabled: true, idle_socket_ttl: idleSocketTtlMs },
    });
  const [reader, exporter] = [connect('reader', asReader), connect('exporter', asReader)];
  const [writer, control, background] = [connect('writer'), connect('control'), connect('background')];
  const close = async (): Promise<void> => {
    await Promise.all([writer, reader, exporter, control, background].map((client) => client.close()));
  };
  const poolOf = (client: ClickHouseClient) => new ClientPool([client], statementsEach);
  const behind = poolOf(background);
  const own = { readers: poolOf(reader), exporter: poolOf(exporter), writer: poolOf(writer) };
  const pools = { ...own, background: behind, resumer: behind };
  const clients = { writer, reader, exporter, control, background };
  return { ...clients, pools, engineBytes: undefined, stagingDir: undefined, close };
}
