import { setImmediate as nextTurn } from 'node:timers/promises';
import { SpillwayError } from '@spillway/events';
import type { Inbox, StateStore } from '@spillway/streaming';
import type { FaultInjector } from './fault-injector.js';

/** A store whose transactions and queries fail as `faults` says, always with `SPW-6001`: the database is away. */
export function faultyStateStore<Tx>(store: StateStore<Tx>, faults: FaultInjector): StateStore<Tx> {
  return {
    embedded: store.embedded,
    outbox: store.outbox,
    inbox: faultyInbox(store.inbox, faults),
    transaction: async (work) => {
      const effect = faults.take('transaction');
      if (effect === undefined) return store.transaction(work);
      if (effect === 'lose-answer') await store.transaction(work);
      else if (effect === 'roll-back') await store.transaction((tx) => work(tx).then(away));
      else await nextTurn();
      return away();
    },
    close: () => store.close(),
  };
}

function faultyInbox<Tx>(inbox: Inbox<Tx>, faults: FaultInjector): Inbox<Tx> {
  const query = async (): Promise<void> => {
    if (faults.take('query') === undefined) return;
    await nextTurn();
    away();
  };
  return {
    load: (groupId, partitions) => query().then(() => inbox.load(groupId, partitions)),
    known: (groupId, topic, identities) => query().then(() => inbox.known(groupId, topic, identities)),
    totals: (groupId) => inbox.totals(groupId),
    admit: (tx, groupId, topic, identities) => inbox.admit(tx, groupId, topic, identities),
    forget: (tx, groupId, topic, identities) => inbox.forget(tx, groupId, topic, identities),
    markDone: (tx, groupId, marks) => inbox.markDone(tx, groupId, marks),
    replace: (tx, groupId, done) => inbox.replace(tx, groupId, done),
  };
}

function away(): never {
  throw new SpillwayError('SPW-6001', 'Injected: the database is away');
}
