import assert from 'node:assert/strict';
import type { DoneMark, DoneOffsets, StateStore } from '@spillway/streaming';
import type { StateStorePromise } from './state-store-promise.js';

const topic = 'retail.orders';
const asked = [{ topic, partition: 0 }];

export const inboxLivesContract: readonly StateStorePromise[] = [
  {
    name: 'the life of the topic is kept with what is done in it, from the first mark that tells it',
    body: async (store, group) => {
      await mark(store, group, at(0));
      assert.deepEqual(await store.inbox.load(group, asked), [done(1)]);
      await mark(store, group, at(1, 'one'));
      await mark(store, group, at(2));
      assert.deepEqual(await store.inbox.load(group, asked), [done(3, 'one')]);
    },
  },
  {
    name: 'a mark from another life of the topic changes nothing, the totals neither',
    body: async (store, group) => {
      await mark(store, group, at(0, 'one'));
      await mark(store, group, at(1, 'two'));
      assert.deepEqual(await store.inbox.load(group, asked), [done(1, 'one')]);
      assert.deepEqual(await store.inbox.totals(group), [{ topic, completed: 1, deadLettered: 0 }]);
    },
  },
  {
    name: 'what is done can be replaced: by less, and by another life',
    body: async (store, group) => {
      await mark(store, group, at(0, 'one'), at(1, 'one'), at(7, 'one'));
      const runs = [[4, 5]] as const;
      await store.transaction((tx) => store.inbox.replace(tx, group, [{ ...done(1, 'two'), runs }]));
      assert.deepEqual(await store.inbox.load(group, asked), [{ ...done(1, 'two'), runs: [[4, 5]] }]);
      await mark(store, group, at(1, 'two'));
      assert.deepEqual(await store.inbox.load(group, asked), [{ ...done(2, 'two'), runs: [[4, 5]] }]);
      assert.deepEqual(await store.inbox.totals(group), [{ topic, completed: 4, deadLettered: 0 }]);
      await store.transaction((tx) => store.inbox.replace(tx, group, []));
    },
  },
  {
    name: 'a partition never seen can be given what is done',
    body: async (store, group) => {
      await store.transaction((tx) => store.inbox.replace(tx, group, [done(9, 'one')]));
      assert.deepEqual(await store.inbox.load(group, asked), [done(9, 'one')]);
    },
  },
];

function at(offset: number, topicId?: string): DoneMark {
  const life = topicId === undefined ? {} : { topicId };
  return { topic, partition: 0, runs: [[offset, offset]], completed: 1, deadLettered: 0, startOffset: 0, ...life };
}

function done(watermark: number, topicId?: string): DoneOffsets {
  return { topic, partition: 0, watermark, runs: [], ...(topicId === undefined ? {} : { topicId }) };
}

function mark(store: StateStore, group: string, ...marks: readonly DoneMark[]): Promise<void> {
  return store.transaction((tx) => store.inbox.markDone(tx, group, marks));
}
