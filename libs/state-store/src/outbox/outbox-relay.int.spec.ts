import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import {
  noMetrics,
  OutboxPublisher,
  OutboxRelay,
  silentLogger,
  systemClock,
  type OutgoingRecord,
} from '@spillway/streaming';
import { jsonCodec, Sold, waitUntil } from '@spillway/testing';
import { sql } from 'kysely';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../../../../test/support/postgres.js';
import { startSource, type SourceProcess } from '../../../../test/support/source-process.js';
import type { KyselyStateStore } from '../kysely-state-store.js';
import type { MigrationSet } from '../migrations/migration-set.js';
import { relayLock } from './outbox-names.js';
import { openStateStore } from '../open-state-store.js';

interface Shop {
  sold: { item: string; quantity: number };
}

const steps: MigrationSet['steps'] = {
  '0001-sold': {
    up: async (db) => void (await sql`CREATE TABLE sold (item text NOT NULL, quantity integer NOT NULL)`.execute(db)),
  },
};

/** A log that several processes write to. */
class SharedLog {
  readonly ids: string[] = [];
  isAway = false;
  refused = 0;

  readonly sink = {
    append: async (record: OutgoingRecord) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isAway && ++this.refused > 0) throw new SpillwayError('SPW-1110', 'no broker');
      this.ids.push(String(record.headers['ce_id']));
      return { topic: record.topic, partition: 0, offset: BigInt(this.ids.length) };
    },
  };

  /** The numbers of one key's events, in the order in which they came first. */
  firstOf(key: string): readonly number[] {
    const seen = new Set(this.ids.filter((id) => id.startsWith(`${key}-`)));
    return [...seen].map((id) => Number(id.slice(key.length + 1)));
  }
}

describeWithPostgres('outbox relay on a PostgreSQL server', () => {
  let server: PostgresServer;
  let postgresUrl: string;
  let databases = 0;
  let log: SharedLog;
  let stores: KyselyStateStore<Shop>[];
  const relays: OutboxRelay[] = [];
  beforeAll(async () => {
    server = await startPostgres();
  }, 90_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    postgresUrl = await server.createDatabase(`outbox_${++databases}`);
    log = new SharedLog();
    stores = [];
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await Promise.all(stores.map((store) => store.close()));
  });

  const open = async (): Promise<KyselyStateStore<Shop>> => {
    const store = await openStateStore<Shop>({ postgresUrl, migrations: { owner: 'shop', steps } });
    stores.push(store);
    return store;
  };
  const relay = (store: KyselyStateStore<Shop>, pollIntervalMs = 1_000): OutboxRelay => {
    const started = new OutboxRelay({
      outbox: store.outbox,
      sink: log.sink,
      clock: systemClock,
      logger: silentLogger,
      metrics: noMetrics,
      pollIntervalMs,
    });
    started.start();
    relays.push(started);
    return started;
  };
  /** Writes the app's own row and publishes the event that says so, in one transaction. */
  const sell = (store: KyselyStateStore<Shop>, item: string, n: number, fails = false): Promise<void> =>
    store.transaction(async (tx) => {
      const publisher = new OutboxPublisher({
        outbox: store.outbox,
        codec: jsonCodec(),
        clock: systemClock,
        newId: () => crypto.randomUUID(),
      });
      await tx.insertInto('sold').values({ item, quantity: n }).execute();
      await publisher.publish(tx, Sold, { item, quantity: n }, { source: '/shop', id: `${item}-${n}` });
      if (fails) throw new Error('the caller failed');
    });
  const drained = (store: KyselyStateStore<Shop>): Promise<void> =>
    waitUntil('the outbox is empty', async () => (await store.outbox.backlog()).entries === 0, 25_000);

  it('publishes what committed, woken by the commit of any process, and nothing of what rolled back', async () => {
    const [store, other] = [await open(), await open()];
    // Were it not woken, it would not look again within this test.
    relay(store, 3_600_000);
    await sell(store, 'a', 1);
    await waitUntil('the first is published', () => log.ids.length === 1);
    await expect(sell(other, 'a', 2, true)).rejects.toThrow('the caller failed');
    await sell(other, 'a', 3);
    await drained(store);
    expect(log.ids).toEqual(['a-1', 'a-3']);
    expect(await store.db.selectFrom('sold').selectAll().execute()).toHaveLength(2);
  });

  it.each(['after-ack', 'before-ack'])(
    'killed between publish and note (%s): published again under the same identity, each key in order',
    async (mode) => {
      const store = await open();
      const expected = [1, 2, 3, 4, 5];
      for (const n of expected) for (const key of ['a', 'b']) await sell(store, key, n);
      const child = startSource('test/support/children/outbox-relay.ts', [postgresUrl, mode]);
      const before = await readSent(child, mode === 'after-ack' ? 10 : 8);
      log.ids.push(...before);
      await child.kill('SIGKILL');
      relay(store);
      await drained(store);
      expect(new Set(log.ids)).toEqual(new Set(expected.flatMap((n) => [`a-${n}`, `b-${n}`])));
      expect(log.ids.length).toBe(before.length + 10);
      for (const key of ['a', 'b']) expect(log.firstOf(key)).toEqual(expected);
    },
    60_000,
  );

  it.each(['before-outbox-publish', 'after-outbox-publish'])(
    'killed at %s: published again under the same identity, each key in order',
    async (name) => {
      const store = await open();
      const expected = [1, 2, 3, 4, 5];
      for (const n of expected) for (const key of ['a', 'b']) await sell(store, key, n);
      const environment = { SPILLWAY_FAILPOINT: `${name}:4:kill9` };
      const child = startSource('test/support/children/outbox-relay.ts', [postgresUrl], environment);
      expect(await child.ended).toBe('SIGKILL');
      const before = child.said.filter((line) => line.startsWith('sent ')).map((line) => line.split(' ')[2]!);
      // The keys go side by side: at the fourth visit both second ones are under way.
      expect(before).toHaveLength(name === 'before-outbox-publish' ? 2 : 4);
      log.ids.push(...before);
      relay(store);
      await drained(store);
      expect(log.ids.length).toBe(before.length + 10);
      for (const key of ['a', 'b']) expect(log.firstOf(key)).toEqual(expected);
    },
    60_000,
  );

  it('a log that is away loses nothing: all waits, and goes out in order when it is back', async () => {
    const store = await open();
    log.isAway = true;
    relay(store);
    for (let n = 0; n < 20; n++) await sell(store, 'ab'[n % 2]!, n);
    await waitUntil('it was tried', () => log.refused > 4);
    expect((await store.outbox.backlog()).entries).toBe(20);
    log.isAway = false;
    await drained(store);
    expect(log.firstOf('a')).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect(log.firstOf('b')).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    expect(log.ids).toHaveLength(20);
  }, 40_000);

  it('of two relays one publishes, everything once and in order; the other goes on when the first stops', async () => {
    const [one, two] = [await open(), await open()];
    const first = relay(one);
    const second = relay(two);
    const sellMany = (store: KyselyStateStore<Shop>, key: string, from: number): Promise<unknown> =>
      Array.from({ length: 25 }, (_, n) => from + n).reduce<Promise<unknown>>(
        (before, n) => before.then(() => sell(store, key, n)),
        Promise.resolve(),
      );
    await Promise.all([sellMany(one, 'a', 0), sellMany(two, 'b', 0), sellMany(one, 'c', 0), sellMany(two, 'd', 0)]);
    await first.stop();
    await Promise.all([sellMany(one, 'a', 25), sellMany(two, 'b', 25)]);
    await drained(two);
    await second.stop();
    expect(log.ids).toHaveLength(150);
    for (const key of 'abcd')
      expect(log.firstOf(key)).toEqual(Array.from({ length: 'ab'.includes(key) ? 50 : 25 }, (_, n) => n));
  }, 60_000);

  it('a relay whose session ends gives way and comes back; nothing is lost and no key is out of order', async () => {
    const [one, two] = [await open(), await open()];
    relay(one);
    relay(two);
    for (let n = 0; n < 30; n++) {
      await sell(one, 'a', n);
      if (n % 10 === 5) {
        await sql`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = ${relayLock.class}`.execute(
          two.db,
        );
      }
    }
    await drained(two);
    expect(log.firstOf('a')).toEqual(Array.from({ length: 30 }, (_, n) => n));
  }, 60_000);

  it('a database that was killed and came back is served again', async () => {
    const store = await open();
    relay(store);
    await sell(store, 'a', 1);
    await drained(store);
    await server.crash();
    await server.restart();
    await waitUntil('it can be written again', () => sell(store, 'a', 2).then(() => true, () => false), 20_000); // prettier-ignore
    await drained(store);
    expect(log.firstOf('a')).toEqual([1, 2]);
  }, 60_000);
});

/** The events that the process said lie in the log. */
async function readSent(child: SourceProcess, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push((await child.line(/^sent /)).split(' ')[2]!);
  return ids;
}
