import type { AuditUpkeep, Clock } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { storeFailure } from '../connection/store-failure.js';
import { timeLimit } from '../connection/time-limit.js';
import type { ReadRunner } from '../query/read-runner.js';
import { dropExpired } from './drop-expired.js';
import { mergeClosedDays } from './merge-closed-days.js';
import { storedTopics } from './stored-topics.js';

export interface ClickHouseUpkeepOptions {
  readonly connections: AuditConnections;
  /** On the connection for long work. */
  readonly run: ReadRunner;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly settleMs: number;
}

/** Retention and merges on the connection for long work; the probe on the one that nothing long runs on. */
export function clickHouseUpkeep({ connections, run, newId, clock, settleMs }: ClickHouseUpkeepOptions): AuditUpkeep {
  const { control } = connections;
  const parts = { clients: connections, run, newId, nowMs: () => clock.nowMs(), settleMs };
  return {
    storedTopics: (signal) => storedTopics(run, signal),
    dropExpired: (topic, olderThanMs, signal) => dropExpired(parts, { topic, olderThanMs }, signal),
    mergeClosedDays: (signal) => mergeClosedDays(parts, signal),
    probe: async () => {
      try {
        await control.command({ query: probeStatement });
        const answer = await control.query({ query: uptimeStatement, format: 'JSONEachRow' });
        const [row] = await answer.json<{ upForSeconds: number }>();
        return row!.upForSeconds;
      } catch (error) {
        throw storeFailure(error, 'inserting a row to see whether it can');
      }
    },
  };
}

const probeStatement = `INSERT INTO probes (name, insertedAt)
  SETTINGS async_insert = 0, ${timeLimit('control')} SELECT 'readiness', now64(3)`;

const uptimeStatement = `SELECT uptime() AS upForSeconds SETTINGS ${timeLimit('control')}`;
