import assert from 'node:assert/strict';
import type { DoneMark, DoneOffsets, StateStore } from '@spillway/streaming';
import type { StateStorePromise } from './state-store-promise.js';

const topic = 'retail.orders';
const asked = [{ topic, partition: 0 }];

export const inboxMarksContract: readonly StateStorePromise[] = [
  {
    name: 'the first mark of a partition takes all below the start of the group as done, later starts say nothing',
    body: async (store, group) => {
      await mark(store, group, [{ ...offsets([5, 5]), startOffset: 3 }]);
      assert.deepEqual(await store.inbox.load(group, asked), [done(3, [5, 5])]);
      await mark(store, group, [{ ...offsets([8, 8]), startOffset: 7 }]);
      assert.deepEqual(await store.inbox.load(group, asked), [done(3, [5, 5], [8, 8])]);
      await mark(store, group, [{ ...offsets([3, 4]), startOffset: 0 }]);
      assert.deepEqual(await store.inbox.load(group, asked), [done(6, [8, 8])]);
    },
  },
  {
    name: 'a mark sent again changes nothing, the totals neither',
    body: async (store, group) => {
      const marks = [offsets([0, 1]), { ...offsets([4, 4]), completed: 0, deadLettered: 1 }];
      for (let turn = 0; turn < 3; turn++) await mark(store, group, marks);
      assert.deepEqual(await store.inbox.load(group, asked), [done(2, [4, 4])]);
      assert.deepEqual(await store.inbox.totals(group), [{ topic, completed: 1, deadLettered: 1 }]);
      await mark(store, group, [offsets([4, 4]), offsets([5, 5])]);
      assert.deepEqual(await store.inbox.totals(group), [{ topic, completed: 2, deadLettered: 1 }]);
    },
  },
  {
    name: 'marks far apart stay apart, and what lies between is not done',
    body: async (store, group) => {
      const far = 2 ** 52;
      await mark(store, group, [offsets([1_000_000_000, 1_000_000_000], [far, far + 1]), offsets([7, 9])]);
      await mark(store, group, [offsets([5, 6])]);
      assert.deepEqual(await store.inbox.load(group, asked), [
        done(0, [5, 9], [1_000_000_000, 1_000_000_000], [far, far + 1]),
      ]);
    },
  },
  {
    name: 'thousands of runs in one partition meet to one watermark',
    body: async (store, group) => {
      const even = Array.from({ length: 2_000 }, (_, index) => [2 * index, 2 * index] as const);
      const odd = even.map(([offset]) => [offset + 1, offset + 1] as const);
      await mark(store, group, [offsets(...odd.toReversed())]);
      assert.equal((await store.inbox.load(group, asked))[0]?.runs.length, 2_000);
      await mark(store, group, [offsets(...even)]);
      assert.deepEqual(await store.inbox.load(group, asked), [done(4_000)]);
    },
  },
  {
    name: 'marks of several partitions and topics in one call are kept apart; none is no call',
    body: async (store, group) => {
      await mark(store, group, [
        offsets([0, 0]),
        { ...offsets([0, 4]), partition: 1 },
        { ...offsets([2, 2]), topic: 'b' },
      ]);
      await mark(store, group, []);
      const partitions = [
        ...asked,
        { topic, partition: 1 },
        { topic: 'b', partition: 0 },
        { topic: 'b', partition: 1 },
      ];
      const loaded = await store.inbox.load(group, partitions);
      assert.deepEqual(loaded.map(({ watermark, runs }) => [watermark, runs]).toSorted(), [
        [0, [[2, 2]]],
        [1, []],
        [5, []],
      ]);
      assert.deepEqual((await store.inbox.totals(group)).map((totals) => totals.completed).toSorted(), [1, 2]);
    },
  },
  {
    name: 'a mark whose transaction was rolled back was never made, and can be made again',
    body: async (store, group) => {
      const crashed = store.transaction(async (tx) => {
        await store.inbox.markDone(tx, group, [offsets([0, 0])]);
        throw new Error('died before the commit');
      });
      await assert.rejects(crashed, /died before the commit/);
      assert.deepEqual(await store.inbox.load(group, asked), []);
      assert.deepEqual(await store.inbox.totals(group), []);
      await mark(store, group, [offsets([0, 0])]);
      assert.deepEqual(await store.inbox.load(group, asked), [done(1)]);
    },
  },
  {
    name: 'fifty transactions of one partition side by side, every seventh rolled back: what committed is done',
    body: async (store, group) => {
      const numbers = Array.from({ length: 50 }, (_, offset) => offset);
      const ends = await Promise.allSettled(numbers.map((offset) => deliver(store, { group, offset })));
      const committed = numbers.filter((offset) => offset % 7 !== 3);
      assert.deepEqual(
        numbers.filter((offset) => ends[offset]?.status === 'fulfilled'),
        committed,
      );
      const failed = numbers.filter((offset) => offset % 7 === 3);
      const [after] = await store.inbox.load(group, asked);
      assert.equal(after?.watermark, 3);
      assert.deepEqual(
        numbers.filter(
          (offset) => offset >= 3 && !after?.runs.some(([first, last]) => first <= offset && offset <= last),
        ),
        failed,
      );
      assert.equal((await store.inbox.totals(group))[0]?.completed, committed.length);
    },
  },
];

/** One delivery's transaction: some of its own work, then the mark as its last statement. Every seventh dies after it. */
async function deliver(store: StateStore, { group, offset }: { group: string; offset: number }): Promise<void> {
  await store.transaction(async (tx) => {
    await store.inbox.admit(tx, group, topic, [{ source: '/retail/import', id: `event-${offset}` }]);
    await new Promise((resolve) => setTimeout(resolve, offset % 3));
    await store.inbox.markDone(tx, group, [offsets([offset, offset])]);
    if (offset % 7 === 3) throw new Error('died before the commit');
  });
}

function offsets(...runs: readonly (readonly [number, number])[]): DoneMark {
  return { topic, partition: 0, runs, completed: 1, deadLettered: 0, startOffset: 0 };
}

function done(watermark: number, ...runs: [number, number][]): DoneOffsets {
  return { topic, partition: 0, watermark, runs };
}

function mark(store: StateStore, group: string, marks: readonly DoneMark[]): Promise<void> {
  return store.transaction((tx) => store.inbox.markDone(tx, group, marks));
}
