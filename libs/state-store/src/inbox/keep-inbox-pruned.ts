import type { Clock, Logger } from '@spillway/streaming';
import { sql, type Kysely } from 'kysely';
import type { InboxDatabase } from './inbox-tables.js';
import { pruneInbox } from './prune-inbox.js';

interface Pruning {
  readonly windowMs: number;
  /** An embedded database has no process of its own that gives the room of deleted rows back. */
  readonly isEmbedded: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const everyMs = 10 * 60 * 1000;

/** Prunes now and then, and gives room back, until the signal fires. A failure is logged and the next turn tries again. Resolves at the end. */
export async function keepInboxPruned(db: Kysely<InboxDatabase>, pruning: Pruning): Promise<void> {
  const { windowMs, isEmbedded, clock, logger, signal } = pruning;
  while (!signal.aborted) {
    await clock.sleep(everyMs, signal);
    if (signal.aborted) return;
    try {
      const events = await pruneInbox(db, new Date(clock.nowMs() - windowMs), signal);
      if (events > 0) logger.debug({ events }, 'Forgot event identities that are older than the inbox window');
      if (isEmbedded && !signal.aborted) await sql`VACUUM inbox_events, outbox_events`.execute(db);
    } catch (error) {
      logger.warn({ error }, 'Old event identities could not be forgotten; the next turn tries again');
    }
  }
}
