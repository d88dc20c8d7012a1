import type { ClickHouseClient } from '@clickhouse/client';
import { markedStatement } from '../connection/marked-statement.js';
import { storeFailure } from '../connection/store-failure.js';
import { timeLimit } from '../connection/time-limit.js';
import { finalSettings } from '../query/final-settings.js';
import { profileSettings } from '../query/profile-settings.js';

const settings = [
  'async_insert = 0',
  // What changes or removes rows is done when it is answered.
  'mutations_sync = 1',
  timeLimit('background'),
  'max_memory_usage = 1500000000',
  // Payloads of 64 Ki rows are hundreds of megabytes.
  'max_block_size = 16384',
  // Of each of its threads.
  'max_bytes_before_external_group_by = 100000000',
  'max_bytes_before_external_sort = 100000000',
  finalSettings,
  profileSettings,
].join(', ');

export interface BackgroundClients {
  readonly background: ClickHouseClient;
  /** Kills what runs on the other. */
  readonly control: ClickHouseClient;
}

/**
 * Runs an `INSERT … SELECT` or a change of rows under limits of its own, and stops it inside ClickHouse when the signal fires.
 *
 * @throws SpillwayError `SPW-7002`
 */
export async function backgroundStatement(
  { background, control }: BackgroundClients,
  statement: {
    readonly query: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly id: string;
    /** For the error. */
    readonly doing: string;
  },
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  try {
    await markedStatement({ control, id: statement.id }, signal, (marker) => {
      const query = `${marker} ${statement.query} SETTINGS ${settings}`;
      return background.command({ query, query_params: { ...statement.params } });
    });
  } catch (error) {
    throw storeFailure(error, statement.doing);
  }
}
