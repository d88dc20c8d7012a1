import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogFields, Logger } from '@spillway/streaming';
import { silentLogger } from '@spillway/streaming';
import { sql } from 'kysely';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../../../test/support/postgres.js';
import type { InboxDatabase } from './inbox/inbox-tables.js';
import type { MigrationSet } from './migrations/migration-set.js';
import { openStateStore } from './open-state-store.js';

describeWithPostgres('state on a PostgreSQL server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 90_000);
  afterAll(() => server.stop());

  it('two instances that start at once bring the tables up to date once', async () => {
    const postgresUrl = await server.createDatabase('two_starts');
    let ran = 0;
    const up: MigrationSet['steps'][string]['up'] = async (db) => {
      ran++;
      await sql`SELECT pg_sleep(0.2)`.execute(db);
      await sql`CREATE TABLE positions (n integer)`.execute(db);
    };
    const migrations = { owner: 'consumer', steps: { '0001-positions': { up } } };
    const stores = await Promise.all([1, 2, 3].map(() => openStateStore({ postgresUrl, migrations })));
    expect(ran).toBe(1);
    await Promise.all(stores.map((store) => store.close()));
  }, 20_000);

  it('two apps with tables of their own share a database, and each may add steps later', async () => {
    const postgresUrl = await server.createDatabase('two_apps');
    const set = (owner: string, ...names: string[]): MigrationSet => ({
      owner,
      steps: Object.fromEntries(
        names.map((name) => [
          name,
          { up: async (db) => void (await sql`CREATE TABLE ${sql.id(`${owner}_${name}`)} (n int)`.execute(db)) },
        ]),
      ),
    });
    for (const migrations of [set('a', '0001'), set('b', '0001'), set('a', '0001', '0002')]) {
      await (await openStateStore({ postgresUrl, migrations })).close();
    }
    const older = openStateStore({ postgresUrl, migrations: set('a', '0001') });
    await expect(older).rejects.toMatchObject({ code: 'SPW-6005', message: expect.stringContaining('0002') });
  }, 20_000);

  it('values come as from the embedded database', async () => {
    const store = await openStateStore({ postgresUrl: server.url });
    const { rows } = await sql`SELECT 5::bigint AS n, '2010-12-01'::date AS d, 2.5::numeric(12,4) AS p`.execute(
      store.db,
    );
    expect(rows).toEqual([{ n: 5, d: '2010-12-01', p: '2.5000' }]);
    await expect(sql`SELECT 9007199254740993::bigint AS n`.execute(store.db)).rejects.toThrow(RangeError);
    await store.close();
  });

  it('deliveries of one partition run side by side: only the mark waits for another that has not committed yet', async () => {
    const store = await openStateStore({ postgresUrl: server.url });
    const mark = { topic: 't', partition: 0, completed: 1, deadLettered: 0, startOffset: 0 };
    const gate = Promise.withResolvers<void>();
    const marked = Promise.withResolvers<void>();
    const slow = store.transaction(async (tx) => {
      await store.inbox.markDone(tx, 'side-by-side', [{ ...mark, runs: [[0, 0]] }]);
      marked.resolve();
      await gate.promise;
    });
    await marked.promise;
    const all = Promise.withResolvers<void>();
    const reached: number[] = [];
    const committed: number[] = [];
    const others = [1, 2, 3, 4].map(async (offset) => {
      await store.transaction(async (tx) => {
        await store.inbox.admit(tx, 'side-by-side', 't', [{ source: '/', id: `${offset}` }]);
        // All are at work at once, though a mark of their partition has not committed.
        if (reached.push(offset) === 4) all.resolve();
        await all.promise;
        await store.inbox.markDone(tx, 'side-by-side', [{ ...mark, runs: [[offset, offset]] }]);
      });
      committed.push(offset);
    });
    await all.promise;
    await sql`SELECT pg_sleep(0.1)`.execute(store.db);
    expect(committed).toEqual([]);
    gate.resolve();
    await Promise.all([slow, ...others]);
    const [done] = await store.inbox.load('side-by-side', [mark]);
    expect(done).toEqual({ topic: 't', partition: 0, watermark: 5, runs: [] });
    await store.close();
  });

  it('64 units of work at once wait in order for a few connections, longer than a connection may take, and none is refused', async () => {
    const store = await openStateStore<InboxDatabase>({ postgresUrl: server.url, poolSize: 4 });
    const begun: number[] = [];
    const works = Array.from({ length: 64 }, (_, index) =>
      store.transaction(async (tx) => {
        begun.push(index);
        await sql`SELECT pg_sleep(0.2)`.execute(tx);
      }),
    );
    // What is asked outside of transactions does not stand in their line.
    await expect(store.inbox.totals('nobody')).resolves.toEqual([]);
    expect(begun.length).toBeLessThan(10);
    await Promise.all(works);
    expect(begun).toHaveLength(64);
    // Two begin side by side, over connections of their own.
    expect(begun.filter((index, place) => Math.abs(index - place) > 2)).toEqual([]);
    await store.close();
  }, 60_000);

  describe('when something is wrong', () => {
    it('nothing listens: unreachable, naming host and database, without the password', async () => {
      const opening = openStateStore({ postgresUrl: 'postgres://user:s3cret@127.0.0.1:1/spillway' });
      const error = await opening.then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
      expect(error).toMatchObject({ code: 'SPW-6001', message: expect.stringContaining('127.0.0.1:1/spillway') });
      expect(error?.message).not.toContain('s3cret');
    });

    it('unknown database: refused, not retryable', async () => {
      const opening = openStateStore({ postgresUrl: server.url.replace(/postgres$/, 'nowhere') });
      await expect(opening).rejects.toMatchObject({ code: 'SPW-6007', retryable: false });
    });

    it('TLS asked for and not offered: refused', async () => {
      const opening = openStateStore({ postgresUrl: `${server.url}?sslmode=verify-full` });
      await expect(opening).rejects.toMatchObject({ code: 'SPW-6007' });
    });

    it('deadlock: busy, retryable, and the other transaction goes on', async () => {
      const store = await openStateStore<InboxDatabase>({ postgresUrl: server.url });
      const both = Promise.withResolvers<void>();
      let waiting = 0;
      const admit = (first: string, second: string) =>
        store.transaction(async (tx) => {
          await store.inbox.admit(tx, 'deadlock', 't', [{ source: '/', id: first }]);
          if (++waiting === 2) both.resolve();
          await both.promise;
          await store.inbox.admit(tx, 'deadlock', 't', [{ source: '/', id: second }]);
        });
      const ends = await Promise.allSettled([admit('a', 'b'), admit('b', 'a')]);
      const failed = ends.filter((end) => end.status === 'rejected');
      expect(failed).toHaveLength(1);
      expect(failed[0]?.reason).toMatchObject({ code: 'SPW-6006', retryable: true });
      await store.close();
    });

    it('server killed in mid-transaction: unreachable, nothing kept, and the same store goes on after its return', async () => {
      const warnings: string[] = [];
      const logger: Logger = { ...silentLogger, warn: (_: LogFields, message) => warnings.push(message) };
      const store = await openStateStore<InboxDatabase>({ postgresUrl: server.url, logger });
      await Promise.all([1, 2, 3].map(() => sql`SELECT pg_sleep(0.05)`.execute(store.db)));
      const event = [{ source: '/', id: 'during-the-crash' }];
      const cut = store.transaction(async (tx) => {
        await store.inbox.admit(tx, 'crash', 't', event);
        await server.crash();
        await store.inbox.admit(tx, 'crash', 't', [{ source: '/', id: 'after' }]);
      });
      await expect(cut).rejects.toMatchObject({ code: 'SPW-6001', retryable: true });
      await expect(store.inbox.totals('crash')).rejects.toMatchObject({ code: 'SPW-6001' });
      await server.restart();
      expect(warnings).toContain('An idle connection to PostgreSQL ended');
      const admitted = await store.transaction((tx) => store.inbox.admit(tx, 'crash', 't', event));
      expect(admitted).toEqual([true]);
      await store.close();
    }, 30_000);
  });
});
