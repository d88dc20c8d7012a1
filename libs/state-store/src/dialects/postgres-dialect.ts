import type { Logger } from '@spillway/streaming';
import { PostgresDialect, type Dialect } from 'kysely';
import { Pool, types } from 'pg';
import { columnParsers } from './column-parsers.js';

/** A pool on a PostgreSQL server. No wait is without an end: not for the network, a statement, a lock or an idle owner. */
export function postgresDialect(url: string, poolSize: number, logger: Logger): Dialect {
  const pool = new Pool({
    connectionString: url,
    application_name: 'spillway',
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    // Later than the server's own limit: it only ends waits for a server that went silent.
    query_timeout: 35_000,
    lock_timeout: 20_000,
    // A process that was paused within a transaction must not hold the rows of its partitions for ever.
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser: (oid, format) => columnParsers[oid] ?? types.getTypeParser(oid, format) },
  });
  // Without listeners the end of a connection would end the process: the pool reports idle ones only, and a transaction
  // that waits for its handler has no statement that could fail instead.
  pool.on('error', (error) => logger.warn({ error: error.message }, 'An idle connection to PostgreSQL ended'));
  pool.on('connect', (client) =>
    client.on('error', (error) => logger.debug({ error: error.message }, 'A connection to PostgreSQL ended')),
  );
  return new PostgresDialect({ pool });
}
