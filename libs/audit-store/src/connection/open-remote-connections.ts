import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { AuditConnections } from './audit-connections.js';

const requestTimeoutMs = 60_000;
/** Below the server's default of 10 s (3 s on old ones): a socket the server has just closed loses the request. */
const idleSocketTtlMs = 2_500;

/** Clients for a ClickHouse server. Connects on the first statement. */
export function openRemoteConnections(options: {
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password?: string;
}): AuditConnections {
  const connect = () =>
    createClient({
      ...options,
      application: 'spillway-audit',
      // Every failure reaches the caller, who logs it once and in our form.
      log: { level: ClickHouseLogLevel.OFF },
      request_timeout: requestTimeoutMs,
      keep_alive: { enabled: true, idle_socket_ttl: idleSocketTtlMs },
    });
  const [writer, reader, exporter, control, background] = [connect(), connect(), connect(), connect(), connect()];
  const close = async (): Promise<void> => {
    await Promise.all([writer, reader, exporter, control, background].map((client) => client.close()));
  };
  return { writer, reader, exporter, control, background, stagingDir: undefined, close };
}
