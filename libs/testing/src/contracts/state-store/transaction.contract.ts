import assert from 'node:assert/strict';
import type { DoneMark, StateStore } from '@spillway/streaming';
import type { StateStorePromise } from './state-store-promise.js';

const topic = 'retail.orders';
const asked = [{ topic, partition: 0 }];

export const transactionContract: readonly StateStorePromise[] = [
  {
    name: 'a transaction that rejects leaves nothing and rejects with the same error',
    body: async (store, group) => {
      const reason = new Error('the handler failed');
      const failed = store.transaction(async (tx) => {
        await finishOffset(store, { tx, group, offset: 0 });
        throw reason;
      });
      await assert.rejects(failed, (error) => error === reason);
      assert.deepEqual(await store.inbox.load(group, asked), []);
      assert.deepEqual(await store.inbox.totals(group), []);
    },
  },
  {
    name: 'two that mark a partition go one after the other, and what both did is done',
    body: async (store, group) => {
      const gate = Promise.withResolvers<void>();
      const marked = Promise.withResolvers<void>();
      const first = store.transaction(async (tx) => {
        await finishOffset(store, { tx, group, offset: 0 });
        marked.resolve();
        await gate.promise;
      });
      await marked.promise;
      let hasMarked = false;
      const second = store.transaction(async (tx) => {
        await finishOffset(store, { tx, group, offset: 1 });
        hasMarked = true;
      });
      await shortWhile();
      assert.equal(hasMarked, false);
      gate.resolve();
      await Promise.all([first, second]);
      assert.deepEqual(await store.inbox.load(group, asked), [{ topic, partition: 0, watermark: 2, runs: [] }]);
    },
  },
  {
    name: 'an event that another owner is counting waits for the outcome: repeat after a commit, new after a rollback',
    body: async (store, group) => {
      for (const fails of [true, false]) {
        const event = [{ source: '/retail/import', id: `fails-${fails}` }];
        const gate = Promise.withResolvers<void>();
        const admitted = Promise.withResolvers<void>();
        const first = store.transaction(async (tx) => {
          await store.inbox.admit(tx, group, topic, event);
          admitted.resolve();
          await gate.promise;
          if (fails) throw new Error('rolled back');
        });
        await admitted.promise;
        const second = store.transaction((tx) => store.inbox.admit(tx, group, topic, event));
        gate.resolve();
        await first.catch(() => undefined);
        assert.deepEqual(await second, [fails]);
      }
    },
  },
  {
    name: 'those that mark the same partitions in any order never wait in a circle',
    body: async (store, group) => {
      const partitions = Array.from({ length: 12 }, (_, partition) => partition);
      const turns = Array.from({ length: 20 }, (_, turn) => turn);
      await Promise.all(
        turns.map((turn) =>
          store.transaction(async (tx) => {
            const order = turn % 2 === 0 ? partitions : partitions.toReversed();
            const marks = order.map((partition) => ({ ...markOf(turn), partition }));
            await store.inbox.markDone(tx, group, marks);
            // Held for a while, so that all others have come and wait when the first lets go.
            await shortWhile(10);
          }),
        ),
      );
      const [done] = await store.inbox.load(group, asked);
      assert.deepEqual(done, { topic, partition: 0, watermark: turns.length, runs: [] });
      assert.equal((await store.inbox.totals(group))[0]?.completed, turns.length * partitions.length);
    },
  },
];

async function finishOffset(
  store: StateStore,
  { tx, group, offset }: { tx: unknown; group: string; offset: number },
): Promise<void> {
  await store.inbox.markDone(tx, group, [markOf(offset)]);
}

function markOf(offset: number): DoneMark {
  return { topic, partition: 0, runs: [[offset, offset]], completed: 1, deadLettered: 0, startOffset: 0 };
}

function shortWhile(delayMs = 100): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
