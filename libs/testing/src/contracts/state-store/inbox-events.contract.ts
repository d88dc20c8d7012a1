import assert from 'node:assert/strict';
import type { EventIdentity, StateStore } from '@spillway/streaming';
import type { StateStorePromise } from './state-store-promise.js';

const topic = 'retail.orders';
const source = '/retail/import';

export const inboxEventsContract: readonly StateStorePromise[] = [
  {
    name: 'an event is new once: within one call, later, and for each group by itself',
    body: async (store, group) => {
      assert.deepEqual(await admit(store, group, events('a', 'b', 'a')), [true, true, false]);
      assert.deepEqual(await admit(store, group, events('b', 'c')), [false, true]);
      assert.deepEqual(await admit(store, `${group}-other`, events('a')), [true]);
      assert.deepEqual(await admit(store, group, []), []);
    },
  },
  {
    name: 'identity is source and id together',
    body: async (store, group) => {
      const identities = [
        { source: '/a', id: 'b' },
        { source: '/', id: 'ab' },
        { source: '/b', id: 'b' },
      ];
      assert.deepEqual(await admit(store, group, identities), [true, true, true]);
    },
  },
  {
    name: 'an event admitted by a transaction that was rolled back is new again',
    body: async (store, group) => {
      const failed = store.transaction(async (tx) => {
        await store.inbox.admit(tx, group, topic, events('a'));
        throw new Error('the handler failed');
      });
      await assert.rejects(failed, /the handler failed/);
      assert.deepEqual(await admit(store, group, events('a')), [true]);
    },
  },
  {
    name: 'no identity is too odd: NUL, quotes, 10,000 characters, lone surrogates',
    body: async (store, group) => {
      const odd = ['\0', "'; --", '"{},\\', 'x'.repeat(10_000), '\ud800', '日本'].map((id) => ({ source: id, id }));
      assert.deepEqual(
        await admit(store, group, odd),
        odd.map(() => true),
      );
      assert.deepEqual(
        await admit(store, group, odd),
        odd.map(() => false),
      );
    },
  },
  {
    name: 'a batch of 5,000 is answered in order',
    body: async (store, group) => {
      const ids = Array.from({ length: 5_000 }, (_, index) => `event-${index}`);
      await admit(store, group, events(...ids.filter((_, index) => index % 3 === 0)));
      assert.deepEqual(
        await admit(store, group, events(...ids)),
        ids.map((_, index) => index % 3 !== 0),
      );
    },
  },
  {
    name: 'what the group counts is known from the commit on, to that group alone',
    body: async (store, group) => {
      assert.deepEqual(await store.inbox.known(group, topic, events('a')), [false]);
      await admit(store, group, events('a', 'b'));
      assert.deepEqual(await store.inbox.known(group, topic, events('b', 'c', 'a', 'b')), [true, false, true, true]);
      assert.deepEqual(await store.inbox.known(`${group}-other`, topic, events('a')), [false]);
      assert.deepEqual(await store.inbox.known(group, topic, []), []);
      assert.deepEqual(await admit(store, group, events('c')), [true]);
    },
  },
  {
    name: 'an admission taken back in its transaction is not known and is new again; the others stay',
    body: async (store, group) => {
      await store.transaction(async (tx) => {
        assert.deepEqual(await store.inbox.admit(tx, group, topic, events('a', 'b', 'c')), [true, true, true]);
        await store.inbox.forget(tx, group, topic, events('a', 'c'));
        await store.inbox.forget(tx, group, topic, []);
        assert.deepEqual(await store.inbox.admit(tx, group, topic, events('c')), [true]);
      });
      assert.deepEqual(await store.inbox.known(group, topic, events('a', 'b', 'c')), [false, true, true]);
      assert.deepEqual(await admit(store, group, events('a', 'b')), [true, false]);
    },
  },
  {
    name: 'an admission taken back by a transaction that was rolled back leaves what was known',
    body: async (store, group) => {
      const failed = store.transaction(async (tx) => {
        await store.inbox.admit(tx, group, topic, events('a'));
        await store.inbox.forget(tx, group, topic, events('a'));
        throw new Error('rolled back');
      });
      await assert.rejects(failed, /rolled back/);
      assert.deepEqual(await store.inbox.known(group, topic, events('a')), [false]);
    },
  },
  {
    name: 'of many that admit one identity at once exactly one gets it as new',
    body: async (store, group) => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => admit(store, group, events('a', 'b'))));
      assert.equal(answers.filter(([isNew]) => isNew).length, 1);
      assert.equal(answers.filter(([, isNew]) => isNew).length, 1);
    },
  },
  {
    name: 'who waits for an identity gets it as new when the first takes it back and commits',
    body: async (store, group) => {
      const gate = Promise.withResolvers<void>();
      const admitted = Promise.withResolvers<void>();
      const first = store.transaction(async (tx) => {
        await store.inbox.admit(tx, group, topic, events('a'));
        admitted.resolve();
        await gate.promise;
        await store.inbox.forget(tx, group, topic, events('a'));
      });
      await admitted.promise;
      const second = admit(store, group, events('a'));
      gate.resolve();
      await first;
      assert.deepEqual(await second, [true]);
      assert.deepEqual(await admit(store, group, events('a')), [false]);
    },
  },
];

function events(...ids: readonly string[]): readonly EventIdentity[] {
  return ids.map((id) => ({ source, id }));
}

function admit(store: StateStore, group: string, identities: readonly EventIdentity[]): Promise<readonly boolean[]> {
  return store.transaction((tx) => store.inbox.admit(tx, group, topic, identities));
}
