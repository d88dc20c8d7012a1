import { Client } from 'pg';
import { classifyStateError } from './errors/classify-state-error.js';

export interface PostgresAnswer {
  /** As the server calls it: `16.4`. */
  readonly version: string;
  /** The server's clock, ms since the epoch. */
  readonly nowMs: number;
}

const timeoutMs = 5_000;

/**
 * Logs in and asks a PostgreSQL server for its version and its time; changes nothing.
 *
 * @throws SpillwayError `SPW-6001` not reachable · `SPW-6007` user, password or database wrong
 */
export async function pingPostgres(connectionString: string): Promise<PostgresAnswer> {
  const client = new Client({ connectionString, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; now: number }>(
      `SELECT current_setting('server_version') AS version, extract(epoch FROM clock_timestamp())::float8 * 1000 AS now`,
    );
    return { version: rows[0]!.version.split(' ')[0]!, nowMs: Math.round(rows[0]!.now) };
  } catch (error) {
    throw classifyStateError(error, `PostgreSQL at ${new URL(connectionString).host}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
