import type { ReadRunner } from '../query/read-runner.js';
import type { Expiry } from './expired-runs.js';
import { isExpiredEntry } from './is-expired-entry.js';
import { mayHaveExpired } from './may-have-expired.js';

const doing = 'looking for entries that have expired';

/** Days of which the ledger has an entry of an expired record of this topic. Asked for one day after the other, see isExpiredEntry. */
export async function expiredEntryDays(run: ReadRunner, expiry: Expiry, signal?: AbortSignal): Promise<string[]> {
  const days = await run.rows<{ readonly day: string }>(
    {
      query: `SELECT DISTINCT toString(toDate(timestamp)) AS day FROM audit_recorded_deliveries
        WHERE ${mayHaveExpired()} ORDER BY day`,
      params: { ...expiry },
      doing,
    },
    signal,
  );
  const isExpired = isExpiredEntry({ topic: '{topic:String}', day: '{day:Date}' });
  const query = `SELECT 1 AS found FROM audit_deliveries WHERE ${isExpired} LIMIT 1`;
  const found: string[] = [];
  for (const { day } of days) {
    if ((await run.rows({ query, params: { ...expiry, day }, doing }, signal)).length > 0) found.push(day);
  }
  return found;
}
