import type { RetentionDays } from '../upkeep.config.js';
import { doEach, type AuditStore, type Clock, type Logger } from '@spillway/streaming';

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
  const drop = async (topic: string): Promise<void> => {
    const kept = days[topic] ?? days['*'];
    if (signal.aborted || kept === undefined) return;
    const olderThanMs = todayMs - kept * dayMs;
    const olderThan = new Date(olderThanMs).toISOString();
    const records = await store.dropExpired(topic, olderThanMs, signal);
    if (records > 0) logger.info({ topic, records, olderThan }, 'Dropped records that were kept for their days');
  };
  const topics = await store.storedTopics(signal);
  await doEach(topics.map((topic) => () => drop(topic)));
}
