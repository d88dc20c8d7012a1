import type { AuditTotals } from '@spillway/streaming';
import type { ReadRunner } from './read-runner.js';

interface TopicRow {
  readonly topic: string;
  readonly events: number;
  readonly repeated: number;
}

/** Counts for a summary: the same however often the app was killed, because they come from the store. */
export async function totals(run: ReadRunner, signal?: AbortSignal): Promise<AuditTotals> {
  const topics = await run.rows<TopicRow>(
    {
      query: `SELECT topic, uniqExact(source, eventId) AS events, count() - events AS repeated
        FROM audit_events_main GROUP BY topic ORDER BY topic`,
      doing: 'counting events',
    },
    signal,
  );
  const [all] = await run.rows<{ records: number }>(
    { query: 'SELECT count() AS records FROM audit_events', doing: 'counting records' },
    signal,
  );
  return {
    events: Object.fromEntries(topics.map(({ topic, events }) => [topic, events])),
    repeatedEvents: topics.reduce((sum, { repeated }) => sum + repeated, 0),
    records: all?.records ?? 0,
  };
}
