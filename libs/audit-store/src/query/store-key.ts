import type { ClickHouseClient } from '@clickhouse/client';
import { storeFailure } from '../connection/store-failure.js';
import { timeLimit } from '../connection/time-limit.js';

/**
 * The store's own random key, made once and kept with the store, so that cursors outlive restarts and all instances on
 * one server agree: of two keys made at the same moment the oldest wins for both.
 */
export async function storeKey(client: ClickHouseClient, newKey: () => Buffer): Promise<Buffer> {
  try {
    const kept = await readKey(client);
    if (kept !== undefined) return kept;
    const query = `INSERT INTO store_keys SETTINGS async_insert = 0, ${timeLimit('writer')}
      SELECT 'cursor', {value:String}, now64(3)`;
    await client.command({ query, query_params: { value: newKey().toString('hex') } });
    return (await readKey(client))!;
  } catch (error) {
    throw storeFailure(error, 'reading its key');
  }
}

async function readKey(client: ClickHouseClient): Promise<Buffer | undefined> {
  const query = `SELECT value FROM store_keys WHERE name = 'cursor' ORDER BY createdAt, value LIMIT 1
    SETTINGS ${timeLimit('writer')}`;
  const [row] = await (await client.query({ query, format: 'JSONEachRow' })).json<{ value: string }>();
  return row === undefined ? undefined : Buffer.from(row.value, 'hex');
}
