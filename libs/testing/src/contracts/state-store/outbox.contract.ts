import assert from 'node:assert/strict';
import type { Outbox, OutboxEntry, OutboxPage, OutboxRecord, StateStore } from '@spillway/streaming';
import type { StateStorePromise } from './state-store-promise.js';

const everything: OutboxPage = { exceptSequences: [], exceptPositions: [], maxEntries: 10_000, maxBytes: 100_000_000 };
const forEver = new AbortController().signal;

/** Each promise leaves the outbox empty; its records go to a topic of its own. */
export const outboxContract: readonly StateStorePromise[] = [
  {
    name: 'outbox: a record comes back as it was added, whatever its bytes and headers',
    body: emptied(async (store, topic) => {
      const odd: OutboxRecord = {
        topic,
        partition: 7,
        timestampMs: 1_291_161_600_123,
        key: Buffer.from([0, 255, 10]),
        value: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
        headers: {
          ce_id: 'a',
          repeated: ['one', Buffer.from([0, 1, 254]), 'three'],
          '': 'no name',
          odd: '\0\u2028"\\ \ud83d\ude00',
          __proto__x: '{}',
        },
      };
      const empty: OutboxRecord = { topic, key: null, value: null, headers: {} };
      const none: OutboxRecord = {
        topic,
        key: Buffer.alloc(0),
        value: Buffer.alloc(0),
        headers: { none: Buffer.alloc(0) },
      };
      await add(store, [odd, empty, none]);
      const records = (await store.outbox.next(everything)).map(({ record }) => ({
        ...record,
        headers: { ...record.headers },
      }));
      assert.deepEqual(records, [odd, empty, none]);
    }),
  },
  {
    name: 'outbox: what a rolled back transaction added was never there',
    body: emptied(async (store, topic) => {
      const failed = store.transaction(async (tx) => {
        await store.outbox.add(tx, [numbered(topic, 'a', 1)]);
        throw new Error('the caller failed');
      });
      await assert.rejects(failed, /the caller failed/);
      assert.deepEqual(await store.outbox.next(everything), []);
      assert.deepEqual(await store.outbox.backlog(), { entries: 0, oldestAddedAtMs: undefined });
    }),
  },
  {
    name: 'outbox: records come in the order of the calls and of the commits, keys side by side',
    body: emptied(async (store, topic) => {
      await store.transaction(async (tx) => {
        await store.outbox.add(
          tx,
          Array.from({ length: 500 }, (_, n) => numbered(topic, n % 2 === 0 ? 'a' : 'b', n)),
        );
        await store.outbox.add(tx, [numbered(topic, 'a', 500)]);
        await store.outbox.add(tx, []);
      });
      await add(store, [numbered(topic, 'b', 501)]);
      const entries = await store.outbox.next(everything);
      assert.deepEqual(
        entries.map(numberOf),
        Array.from({ length: 502 }, (_, n) => n),
      );
      assert.equal(new Set(entries.map(({ sequence }) => sequence)).size, 2);
      assert.equal((await store.outbox.backlog()).entries, 502);
    }),
  },
  {
    name: 'outbox: many that add one key at once are ordered by their commits',
    body: emptied(async (store, topic) => {
      const committed: number[] = [];
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          await store.transaction(async (tx) => {
            await store.outbox.add(tx, [numbered(topic, 'a', n)]);
            // Whoever is here is alone with the key until its commit.
            committed.push(n);
            await new Promise((resolve) => setTimeout(resolve, n % 3));
          });
        }),
      );
      assert.deepEqual((await store.outbox.next(everything)).map(numberOf), committed);
    }),
  },
  {
    name: 'outbox: records of one key share a sequence per topic, a partition is one, and without both there is none',
    body: emptied(async (store, topic) => {
      const other = { ...numbered(topic, 'a', 1), topic: `${topic}-other` };
      const placed = (partition: number): OutboxRecord => ({ ...numbered(topic, 'a', 2), key: null, partition });
      const loose = { ...numbered(topic, 'a', 3), key: null };
      await add(store, [
        numbered(topic, 'a', 0),
        numbered(topic, 'a', 1),
        other,
        placed(0),
        placed(0),
        placed(1),
        loose,
        loose,
      ]);
      const [a, again, elsewhere, zero, zeroAgain, one, ...none] = (await store.outbox.next(everything)).map(
        ({ sequence }) => sequence,
      );
      assert.equal(a, again);
      assert.equal(zero, zeroAgain);
      assert.equal(new Set([a, elsewhere, zero, one]).size, 4);
      assert.deepEqual(none, [undefined, undefined]);
    }),
  },
  {
    name: 'outbox: a page begins with the first that waits, is bounded in entries and bytes, and leaves out what it is told to',
    body: emptied(async (store, topic) => {
      const big = (key: string): OutboxRecord => ({
        topic,
        key: Buffer.from(key),
        value: Buffer.alloc(1_000),
        headers: {},
      });
      await add(store, [big('a'), big('b'), big('a'), big('c'), { ...big('x'), key: null }]);
      const all = await store.outbox.next(everything);
      const positions = all.map(({ position }) => position);
      const page = async (part: Partial<OutboxPage>): Promise<readonly number[]> =>
        (await store.outbox.next({ ...everything, ...part })).map(({ position }) => positions.indexOf(position));
      assert.deepEqual(await page({ maxEntries: 2 }), [0, 1]);
      assert.deepEqual(await page({ maxEntries: 2, exceptPositions: [positions[0]!, positions[3]!] }), [1, 2]);
      assert.deepEqual(await page({ maxBytes: 2_500 }), [0, 1, 2]);
      assert.deepEqual(await page({ maxBytes: 1 }), [0]);
      assert.deepEqual(await page({ exceptSequences: [all[0]!.sequence!, all[3]!.sequence!] }), [1, 4]);
      assert.deepEqual(await page({ exceptPositions: positions }), []);
    }),
  },
  {
    name: 'outbox: an entry that was drawn early and commits late comes before what its key added after it',
    body: emptied(async (store, topic) => {
      const gate = Promise.withResolvers<void>();
      const added = Promise.withResolvers<void>();
      const slow = store.transaction(async (tx) => {
        await store.outbox.add(tx, [numbered(topic, 'slow', 0)]);
        added.resolve();
        await gate.promise;
      });
      await added.promise;
      const others = add(store, [numbered(topic, 'a', 1), numbered(topic, 'b', 2)]);
      const behind = add(store, [numbered(topic, 'slow', 3)]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      gate.resolve();
      await Promise.all([slow, others, behind]);
      const entries = await store.outbox.next(everything);
      assert.deepEqual(entries.map(numberOf), [0, 1, 2, 3]);
    }),
  },
  {
    name: 'outbox: what is removed is gone, the rest stays, and removing again is fine',
    body: emptied(async (store, topic) => {
      await add(
        store,
        [0, 1, 2].map((n) => numbered(topic, 'a', n)),
      );
      const [first, , third] = await store.outbox.next(everything);
      for (let turn = 0; turn < 2; turn++) await store.outbox.remove([first!.position, third!.position]);
      await store.outbox.remove([]);
      assert.deepEqual((await store.outbox.next(everything)).map(numberOf), [1]);
      assert.equal((await store.outbox.backlog()).entries, 1);
    }),
  },
  {
    name: 'outbox: one holds the claim at a time, the next gets it when it is released, and who gives up gets none',
    body: async (store) => {
      const first = await store.outbox.claim(forEver);
      const impatient = new AbortController();
      const none = store.outbox.claim(impatient.signal);
      let isSecond = false;
      const second = store.outbox.claim(forEver).then((claim) => {
        isSecond = true;
        return claim;
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(isSecond, false);
      impatient.abort();
      assert.equal(await none, undefined);
      await first?.release();
      await (await second)?.release();
      assert.equal(await store.outbox.claim(AbortSignal.abort()), undefined);
    },
  },
  {
    name: 'outbox: the holder of the claim hears of a commit, and of none that rolled back',
    body: emptied(async (store, topic) => {
      const claim = await store.outbox.claim(forEver);
      try {
        let heard = 0;
        const told = Promise.withResolvers<void>();
        claim?.onAdded(() => {
          heard++;
          told.resolve();
        });
        const failed = store.transaction(async (tx) => {
          await store.outbox.add(tx, [numbered(topic, 'a', 0)]);
          throw new Error('rolled back');
        });
        await assert.rejects(failed, /rolled back/);
        await store.transaction(async (tx) => {
          await store.outbox.add(tx, [numbered(topic, 'a', 1)]);
          await new Promise((resolve) => setTimeout(resolve, 50));
          assert.equal(heard, 0);
        });
        await told.promise;
        assert.deepEqual((await store.outbox.next(everything)).map(numberOf), [1]);
      } finally {
        await claim?.release();
      }
    }),
  },
];

/** A promise about the whole outbox: empty before and after. */
function emptied(body: StateStorePromise['body']): StateStorePromise['body'] {
  const empty = async ({ outbox }: StateStore): Promise<void> => {
    await outbox.remove((await outbox.next(everything)).map(({ position }) => position));
  };
  return async (store, name) => {
    await empty(store);
    await body(store, name);
    await empty(store);
  };
}

function numbered(topic: string, key: string, n: number): OutboxRecord {
  return { topic, key: Buffer.from(key), value: Buffer.from(String(n)), headers: { ce_id: String(n) } };
}

function numberOf({ record }: OutboxEntry): number {
  return Number(record.value?.toString());
}

function add<Tx>(
  store: StateStore<Tx> & { readonly outbox: Outbox<Tx> },
  records: readonly OutboxRecord[],
): Promise<void> {
  return store.transaction((tx) => store.outbox.add(tx, records));
}
