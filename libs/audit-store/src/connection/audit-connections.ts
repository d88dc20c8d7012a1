import type { ClickHouseClient } from '@clickhouse/client';
import type { ClientPool } from './client-pool.js';

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
  /** Reads of exports, which run long. */
  readonly exporter: ClickHouseClient;
  readonly control: ClickHouseClient;
  /** For the store's own long work beside inserts and questions. */
  readonly background: ClickHouseClient;
  /**
   * Who gives a statement to one of these clients waits for its turn here. `readers` are for questions that run side by side: embedded
   * two, so that one that takes long holds no others. `writer` is for inserts, and `resumer` for where they go on, which they wait
   * for: embedded the same, where no other work is before it.
   */
  readonly pools: Readonly<Record<'readers' | 'exporter' | 'background' | 'writer' | 'resumer', ClientPool>>;
  /** Memory of the engine in this process; undefined for a server, which has its own limit. */
  readonly engineBytes: number | undefined;
  /** Folder for insert files that the embedded engine reads; undefined for a server, which gets a stream. */
  readonly stagingDir: string | undefined;
  close(): Promise<void>;
}
