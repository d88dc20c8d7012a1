import type { RetentionDays } from '../upkeep.config.js';
import type { AuditStore, Clock, Logger } from '@spillway/streaming';

export interface RetentionParts {
  readonly store: Pick<AuditStore, 'dropExpired' | 'storedTopics'>;
  readonly days: RetentionDays;
  readonly clock: Clock;
  readonly logger: Logger;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Drops what each topic has kept for its days, also one that is audited no more. A day goes as a whole: when its last record has
 * been kept for so long. A topic of which nothing can be dropped keeps no other from it.
 *
 * @throws what the first of those failed with, when all were tried
 */
export async function dropExpiredTopics(parts: RetentionParts, signal: AbortSignal): Promise<void> {
  const { store, days, clock, logger } = parts;
  const todayMs = Math.floor(clock.nowMs() / dayMs) * dayMs;
  const failures: unknown[] = [];
  for (const topic of await store.storedTopics(signal)) {
    const kept = days[topic] ?? days['*'];
    if (signal.aborted) break;
    if (kept === undefined) continue;
    const olderThanMs = todayMs - kept * dayMs;
    const olderThan = new Date(olderThanMs).toISOString();
    try {
      const records = await store.dropExpired(topic, olderThanMs, signal);
      if (records > 0) logger.info({ topic, records, olderThan }, 'Dropped records that were kept for their days');
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
