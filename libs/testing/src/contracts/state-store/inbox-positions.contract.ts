import assert from 'node:assert/strict';
import type { DoneMark, DoneOffsets, StateStore } from '@spillway/streaming';
import type { StateStorePromise } from './state-store-promise.js';

const topic = 'retail.orders';
const nothing = { completed: 0, deadLettered: 0 };

interface Update {
  readonly done: DoneOffsets;
  readonly completed: number;
  readonly deadLettered: number;
}

export const inboxPositionsContract: readonly StateStorePromise[] = [
  {
    name: 'a partition never seen is absent',
    body: async (store, group) => {
      const asked = [{ topic, partition: 0 }];
      assert.deepEqual(await store.inbox.load(group, asked), []);
    },
  },
  {
    name: 'what was marked is loaded, for the partitions asked and this group',
    body: async (store, group) => {
      const first = done(0, 7, [9, 10], [20, 20]);
      await record(store, group, [
        { done: first, ...nothing },
        { done: done(1, 3), ...nothing },
      ]);
      assert.deepEqual(await store.inbox.load(group, [{ topic, partition: 0 }]), [first]);
      assert.deepEqual(await store.inbox.load(`${group}-other`, [{ topic, partition: 0 }]), []);
      assert.deepEqual(await store.inbox.load(group, []), []);
    },
  },
  {
    name: 'the watermark moves over a run it meets, and two runs that meet are one',
    body: async (store, group) => {
      await record(store, group, [{ done: done(0, 5, [8, 9], [12, 13], [15, 15]), ...nothing }]);
      await record(store, group, [{ done: done(0, 0, [5, 7], [14, 14]), ...nothing }]);
      assert.deepEqual(await store.inbox.load(group, [{ topic, partition: 0 }]), [done(0, 10, [12, 15])]);
    },
  },
  {
    name: 'what is done stays done, whatever comes later',
    body: async (store, group) => {
      await record(store, group, [{ done: done(0, 100, [110, 119]), ...nothing }]);
      await record(store, group, [{ done: done(0, 40, [50, 60], [112, 113]), ...nothing }]);
      assert.deepEqual(await store.inbox.load(group, [{ topic, partition: 0 }]), [done(0, 100, [110, 119])]);
    },
  },
  {
    name: 'two marks of one partition in one call add up',
    body: async (store, group) => {
      await record(store, group, [
        { done: done(0, 3), completed: 2, deadLettered: 1 },
        { done: done(0, 5, [8, 8]), completed: 3, deadLettered: 0 },
        { done: done(1, 0, [4, 4]), completed: 1, deadLettered: 0 },
      ]);
      assert.deepEqual(await store.inbox.load(group, [{ topic, partition: 0 }]), [done(0, 5, [8, 8])]);
      assert.deepEqual(await store.inbox.totals(group), [{ topic, completed: 6, deadLettered: 1 }]);
    },
  },
  {
    name: 'totals are per topic, over all partitions and marks',
    body: async (store, group) => {
      await record(store, group, [{ done: done(0, 4), completed: 4, deadLettered: 0 }]);
      await record(store, group, [
        { done: done(0, 6), completed: 1, deadLettered: 1 },
        { done: { ...done(3, 1), topic: 'retail.returns' }, completed: 1, deadLettered: 0 },
      ]);
      assert.deepEqual(await store.inbox.totals(group), [
        { topic, completed: 5, deadLettered: 1 },
        { topic: 'retail.returns', completed: 1, deadLettered: 0 },
      ]);
      assert.deepEqual(await store.inbox.totals(`${group}-other`), []);
    },
  },
];

function done(partition: number, watermark: number, ...runs: [number, number][]): DoneOffsets {
  return { topic, partition, watermark, runs };
}

function record(store: StateStore, group: string, updates: readonly Update[]): Promise<void> {
  return store.transaction((tx) => store.inbox.markDone(tx, group, updates.map(markOf)));
}

/** From the beginning of the partition on. */
function markOf({ done: { watermark, runs, ...at }, ...totals }: Update): DoneMark {
  const below = watermark === 0 ? [] : [[0, watermark - 1] as const];
  return { ...at, ...totals, runs: [...below, ...runs], startOffset: 0 };
}
