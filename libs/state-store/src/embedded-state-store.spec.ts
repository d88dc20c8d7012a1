import fs, { cpSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { silentLogger, type Clock } from '@spillway/streaming';
import { array, assert, asyncProperty, nat, record, tuple, uuid } from 'fast-check';
import { sql } from 'kysely';
import { keepInboxPruned } from './inbox/keep-inbox-pruned.js';
import { pruneInbox } from './inbox/prune-inbox.js';
import type { InboxDatabase } from './inbox/inbox-tables.js';
import type { KyselyStateStore } from './kysely-state-store.js';
import { openStateStore } from './open-state-store.js';

const hourMs = 60 * 60 * 1000;

describe('embedded state store', () => {
  let dataDir: string;
  let template: string;
  let store: KyselyStateStore<InboxDatabase>;
  const clock: Clock & { ms: number } = {
    ms: 0,
    nowMs: () => clock.ms,
    steadyMs: () => clock.ms,
    sleep: () => new Promise(() => undefined),
  };
  beforeAll(async () => {
    template = mkdtempSync(join(tmpdir(), 'spillway-state-'));
    await (await openStateStore({ dataDir: template })).close();
    dataDir = copyOf(template);
    store = await openStateStore<InboxDatabase>({ dataDir });
  }, 30_000);
  afterAll(async () => {
    await store.close();
    for (const folder of [dataDir, template]) rmSync(folder, { recursive: true, force: true });
  });

  it('says that it serves this process alone', () => {
    expect(store.embedded).toBe(true);
  });

  it('tells when its engine has crashed, and can still be closed', async () => {
    const folder = copyOf(template);
    const crashing = await openStateStore<InboxDatabase>({ dataDir: folder });
    const write = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    });
    try {
      await expect(sql`CHECKPOINT`.execute(crashing.db)).rejects.toMatchObject({ code: 'SPW-6006' });
    } finally {
      write.mockRestore();
    }
    expect(await crashing.broken).toMatchObject({ code: 'SPW-6006' });
    await expect(crashing.transaction(async () => {})).rejects.toMatchObject({ code: 'SPW-6001' });
    await crashing.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('unites done offsets as a set does, in any order and grouping', async () => {
    const update = record({
      watermark: nat(30),
      runs: array(
        tuple(nat(40), nat(4)).map(([first, more]) => [first, first + more] as const),
        { maxLength: 4 },
      ),
    });
    await assert(
      asyncProperty(uuid(), array(update, { maxLength: 6 }), async (group, updates) => {
        const partition = { topic: 'retail.orders', partition: 0 };
        const expected = new Set<number>();
        for (const [index, { watermark, runs }] of updates.entries()) {
          // A mark's start counts for a partition of which nothing is known only.
          const below = index > 0 ? 0 : watermark;
          for (let offset = 0; offset < below; offset++) expected.add(offset);
          for (const [first, last] of runs) for (let offset = first; offset <= last; offset++) expected.add(offset);
          const mark = { ...partition, completed: 0, deadLettered: 0, runs, startOffset: watermark };
          await store.transaction((tx) => store.inbox.markDone(tx, group, [mark]));
        }
        const [loaded] = await store.inbox.load(group, [partition]);
        const offsets = new Set<number>();
        for (let offset = 0; offset < (loaded?.watermark ?? 0); offset++) offsets.add(offset);
        for (const [first, last] of loaded?.runs ?? []) for (let at = first; at <= last; at++) offsets.add(at);
        expect([...offsets].toSorted(ascending)).toEqual([...expected].toSorted(ascending));
        expect(expected.has(loaded?.watermark ?? 0)).toBe(false);
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  it('gives numbers, days and decimals as the server does: safe integers, text, text', async () => {
    const { rows } =
      await sql`SELECT 9007199254740991::bigint AS n, '2010-12-01'::date AS d, 2.5::numeric(12,4) AS p`.execute(
        store.db,
      );
    expect(rows).toEqual([{ n: 9007199254740991, d: '2010-12-01', p: '2.5000' }]);
    await expect(sql`SELECT 9007199254740993::bigint AS n`.execute(store.db)).rejects.toThrow(RangeError);
  });

  it('forgets events after the window, in steps, and not before', async () => {
    await sql`
      INSERT INTO inbox_events SELECT 'old', gen_random_uuid(), '2020-01-01T00:00:00Z' FROM generate_series(1, 2500)`.execute(
      store.db,
    );
    clock.ms = Date.parse('2020-01-02T00:00:00Z');
    const open = new AbortController().signal;
    expect(await pruneInbox(store.db, new Date(clock.nowMs() - 25 * hourMs), open)).toBe(0);
    expect(await pruneInbox(store.db, new Date(clock.nowMs() - 23 * hourMs), open)).toBe(2500);
  });

  it('gives the room of what was deleted back, which no process of the server does here', async () => {
    await sql`
      INSERT INTO outbox_events (topic, headers, size_bytes, added_at)
      SELECT 'gone', '[]', 2, now() FROM generate_series(1, 1000)`.execute(store.db);
    await sql`DELETE FROM outbox_events`.execute(store.db);
    const stop = new AbortController();
    const turns = [() => undefined, () => stop.abort()];
    const briefly: Clock = { nowMs: () => 0, steadyMs: () => 0, sleep: async () => turns.shift()?.() };
    const pruning = { windowMs: 0, isEmbedded: true, clock: briefly, logger: silentLogger, signal: stop.signal };
    await keepInboxPruned(store.db, pruning);
    const { rows } = await sql<{ bytes: number }>`SELECT pg_relation_size('outbox_events') AS bytes`.execute(store.db);
    expect(rows).toEqual([{ bytes: 0 }]);
  });

  it('passes the error of a failed statement on and rolls back; an aborted transaction never commits', async () => {
    const swallowed = store.transaction(async (tx) => {
      await tx
        .insertInto('inbox_events')
        .values({ group_id: 'g', event: crypto.randomUUID(), seen_at: new Date() })
        .execute();
      await sql`SELECT 1/0`.execute(tx).catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow();
    const rows = await store.db.selectFrom('inbox_events').where('group_id', '=', 'g').selectAll().execute();
    expect(rows).toEqual([]);
  });

  it('a failed migration is named and leaves the folder free', async () => {
    const folder = copyOf(template);
    const steps = { '0001-broken': { up: async () => Promise.reject(new Error('no such thing')) } };
    const opening = openStateStore({ dataDir: folder, migrations: { owner: 'test', steps } });
    await expect(opening).rejects.toMatchObject({ code: 'SPW-6005', message: expect.stringContaining('0001-broken') });
    const again = await openStateStore({ dataDir: folder });
    await again.close();
    expect(readdirSync(folder).toSorted()).toEqual(['postgres', 'state.lock', 'state.owner.json']);
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('a folder that cannot be made is refused with the reason', async () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, '');
    await expect(openStateStore({ dataDir: file })).rejects.toMatchObject({ code: 'SPW-6004' });
  });

  it('a damaged database is refused with its folder, and the lock is free again', async () => {
    const folder = copyOf(template);
    truncateSync(join(folder, 'postgres', 'global', 'pg_control'), 0);
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(openStateStore({ dataDir: folder })).rejects.toMatchObject({
        code: 'SPW-6004',
        message: expect.stringContaining(folder),
      });
    }
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('after close() transactions and statements are refused as unreachable, without a hang', async () => {
    const folder = copyOf(template);
    const other = await openStateStore({ dataDir: folder });
    await Promise.all([other.close(), other.close()]);
    await expect(other.transaction(async () => 1)).rejects.toThrow(SpillwayError);
    await expect(other.transaction(async () => 1)).rejects.toMatchObject({ code: 'SPW-6001' });
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);
});

/** A folder with a database that was closed; faster than making one. */
function copyOf(template: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-state-'));
  cpSync(template, folder, { recursive: true });
  return folder;
}

function ascending(left: number, right: number): number {
  return left - right;
}
