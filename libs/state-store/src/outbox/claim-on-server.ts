import type { Clock, OutboxClaim } from '@spillway/streaming';
import { Client } from 'pg';
import { outboxChannel, relayLock } from './outbox-names.js';
import type { ClaimOutbox } from './sql-outbox.js';

interface Server {
  readonly url: string;
  readonly clock: Clock;
  readonly classify: (error: unknown) => unknown;
}

const retryMs = 1_000;
const beatMs = 5_000;

/**
 * The right to publish among all processes on a PostgreSQL server: an advisory lock of a session of its own, which ends
 * with the session, so that a process that was killed holds nobody up. The same session hears of commits.
 */
export function claimOnServer(server: Server): ClaimOutbox {
  return async (signal) => {
    const client = new Client({
      connectionString: server.url,
      application_name: 'spillway outbox',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    });
    const lost = new AbortController();
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    try {
      await client.connect();
      // A holder whose machine vanished says no word: the server asks it, and frees the lock within 30 s.
      await client.query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4');
      while (!signal.aborted) {
        if (await tryLock(client)) return await hold({ client, lost, clock: server.clock });
        await server.clock.sleep(retryMs, signal);
      }
      await client.end();
      return undefined;
    } catch (error) {
      void client.end().catch(() => undefined);
      throw server.classify(error);
    }
  };
}

async function tryLock(client: Client): Promise<boolean> {
  const lock = 'SELECT pg_try_advisory_lock($1, $2) AS held';
  const { rows } = await client.query<{ held: boolean }>(lock, [relayLock.class, relayLock.number]);
  return rows[0]?.held === true;
}

interface Held {
  readonly client: Client;
  readonly lost: AbortController;
  readonly clock: Clock;
}

async function hold({ client, lost, clock }: Held): Promise<OutboxClaim> {
  const listeners = new Set<() => void>();
  client.on('notification', () => {
    for (const tell of listeners) tell();
  });
  await client.query(`LISTEN ${outboxChannel}`);
  void beat({ client, lost, clock });
  return {
    lost: lost.signal,
    onAdded: (listener) => void listeners.add(listener),
    release: async () => {
      lost.abort();
      await client.end().catch(() => undefined);
    },
  };
}

/** Notices a server that went silent, which closes no connection. */
async function beat({ client, lost, clock }: Held): Promise<void> {
  while (!lost.signal.aborted) {
    await clock.sleep(beatMs, lost.signal);
    if (lost.signal.aborted) return;
    await client.query('SELECT 1').catch(() => lost.abort());
  }
}
