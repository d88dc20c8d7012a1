import type { RetentionDays } from '../upkeep.config.js';
import type { AuditStore, Clock, Logger } from '@spillway/streaming';

export interface RetentionParts {
  readonly store: Pick<AuditStore, 'dropExpired' | 'storedTopics'>;
  readonly days: RetentionDays;
  readonly clock: Clock;
  readonly logger: Logger;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Drops what each topic has kept for its days, also one that is audited no more. A day goes as a whole: when its last record has been kept for so long. */
export async function dropExpiredTopics(parts: RetentionParts, signal: AbortSignal): Promise<void> {
  const { store, days, clock, logger } = parts;
  const todayMs = Math.floor(clock.nowMs() / dayMs) * dayMs;
  for (const topic of await store.storedTopics(signal)) {
    const kept = days[topic] ?? days['*'];
    if (kept === undefined) continue;
    const olderThanMs = todayMs - kept * dayMs;
    const records = await store.dropExpired(topic, olderThanMs, signal);
    const olderThan = new Date(olderThanMs).toISOString();
    if (records > 0) logger.info({ topic, records, olderThan }, 'Dropped records that were kept for their days');
  }
}
