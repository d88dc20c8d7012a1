import { doEach } from '@spillway/streaming';
import type { ReadRunner } from '../query/read-runner.js';
import { backgroundStatement, type BackgroundClients } from '../rollup/background-statement.js';

export interface MergeClosedDaysParts {
  readonly clients: BackgroundClients;
  readonly run: ReadRunner;
  readonly newId: () => string;
  readonly nowMs: () => number;
}

interface DayParts {
  readonly tableName: string;
  readonly day: string;
  readonly parts: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * One `OPTIMIZE … FINAL` per day that is over and lies in several parts: FINAL costs a reader of it nothing afterwards. A day that
 * cannot be merged keeps no other from it.
 *
 * @throws what the first of those failed with, when all were tried
 */
export async function mergeClosedDays(parts: MergeClosedDaysParts, signal?: AbortSignal): Promise<number> {
  const { run, clients, newId, nowMs } = parts;
  const days = await run.rows<DayParts>(
    {
      query: `SELECT table AS tableName, partition AS day, count() AS parts FROM system.parts
        WHERE database = currentDatabase() AND table IN ('events', 'deliveries') AND active AND partition < {today:String}
        GROUP BY tableName, day HAVING parts > 1 ORDER BY day DESC, tableName`,
      params: { today: new Date(Math.floor(nowMs() / dayMs) * dayMs).toISOString().slice(0, 10) },
      doing: 'looking for days to merge',
    },
    signal,
  );
  let merged = 0;
  const merge = async ({ tableName, day }: DayParts): Promise<void> => {
    if (signal?.aborted === true) return;
    // Names of our own tables, and days as ClickHouse writes them.
    const query = `OPTIMIZE TABLE ${tableName} PARTITION '${day}' FINAL`;
    await backgroundStatement(clients, { query, params: {}, id: newId(), doing: 'merging a day' }, signal);
    merged += 1;
  };
  await doEach(days.map((day) => () => merge(day)));
  return merged;
}
