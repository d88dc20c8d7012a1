import { sql, type Kysely } from 'kysely';
import type { InboxDatabase } from './inbox-tables.js';

const stepRows = 1_000;

/** Forgets events seen before `before`, in steps small enough not to hold up the groups. Answers how many. */
export async function pruneInbox(db: Kysely<InboxDatabase>, before: Date, signal: AbortSignal): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const { numAffectedRows } = await sql`
      DELETE FROM inbox_events WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM inbox_events WHERE seen_at < ${before}::timestamptz LIMIT ${stepRows} FOR UPDATE SKIP LOCKED
      ))`.execute(db);
    const pruned = Number(numAffectedRows ?? 0n);
    total += pruned;
    if (pruned < stepRows) break;
  }
  return total;
}
