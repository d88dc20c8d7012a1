import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { AuditConnections } from './audit-connections.js';

const requestTimeoutMs = 60_000;
/** Below the server's default of 10 s (3 s on old ones): a socket the server has just closed loses the request. */
const idleSocketTtlMs = 2_500;

export interface ServerUser {
  readonly username: string;
  readonly password?: string | undefined;
}

export interface RemoteConnectionOptions extends ServerUser {
  readonly url: string;
  readonly database: string;
  /** Of users' questions and exports; the same user as for all else unless told. */
  readonly reader?: ServerUser | undefined;
}

/** Clients for a ClickHouse server. Connects on the first statement. */
export function openRemoteConnections({ reader: asReader, ...options }: RemoteConnectionOptions): AuditConnections {
  const connect = ({ username, password }: ServerUser = options) =>
    createClient({
      ...options,
      username,
      password,
      application: 'spillway-audit',
      // Every failure reaches the caller, who logs it once and in our form.
      log: { level: ClickHouseLogLevel.OFF },
      request_timeout: requestTimeoutMs,
      keep_alive: { enabled: true, idle_socket_ttl: idleSocketTtlMs },
    });
  const [reader, exporter] = [connect(asReader), connect(asReader)];
  const [writer, control, background] = [connect(), connect(), connect()];
  const close = async (): Promise<void> => {
    await Promise.all([writer, reader, exporter, control, background].map((client) => client.close()));
  };
  return { writer, reader, exporter, control, background, stagingDir: undefined, close };
}
