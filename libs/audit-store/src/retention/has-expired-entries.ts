import type { ReadRunner } from '../query/read-runner.js';
import type { Expiry } from './expired-runs.js';
import { isExpiredEntry } from './is-expired-entry.js';

/** Whether the ledger has an entry of an expired record of this topic. */
export async function hasExpiredEntries(run: ReadRunner, expiry: Expiry, signal?: AbortSignal): Promise<boolean> {
  const query = `SELECT 1 AS found FROM audit_deliveries WHERE ${isExpiredEntry('{topic:String}')} LIMIT 1`;
  const doing = 'looking for entries that have expired';
  return (await run.rows({ query, params: { ...expiry }, doing }, signal)).length > 0;
}
