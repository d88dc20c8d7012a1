import type { ClickHouseClient } from '@clickhouse/client';

/**
 * One client per kind of work: a connection of the embedded engine runs one statement at a time, so a long read must
 * not hold an insert, and `control` stays free to kill either.
 *
 * Settings go into the statement's text, never into `clickhouse_settings`: the embedded engine keeps those for all
 * later statements of the connection, which loses rows.
 */
export interface AuditConnections {
  readonly writer: ClickHouseClient;
  readonly reader: ClickHouseClient;
  /** For questions that run side by side: `reader`, and embedded a second one, so that one that takes long holds no others. */
  readonly readers: readonly ClickHouseClient[];
  /** Reads of exports, which run long. */
  readonly exporter: ClickHouseClient;
  readonly control: ClickHouseClient;
  /** For the store's own long work beside inserts and questions. */
  readonly background: ClickHouseClient;
  /** Folder for insert files that the embedded engine reads; undefined for a server, which gets a stream. */
  readonly stagingDir: string | undefined;
  close(): Promise<void>;
}
