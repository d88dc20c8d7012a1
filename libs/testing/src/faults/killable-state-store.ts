import { SpillwayError } from '@spillway/events';
import type { StateStore } from '@spillway/streaming';

/** The moments of a group's transaction at which a process can die. */
export const transactionSteps = ['before-admit', 'before-mark', 'before-commit', 'after-commit'] as const;
export type TransactionStep = (typeof transactionSteps)[number];

/**
 * One process's view of a store that others share: `visit` is called at each step of each transaction and may throw,
 * as a process that dies there. What is thrown before the commit rolls the transaction back.
 */
export function killableStateStore<Tx>(store: StateStore<Tx>, visit: (step: TransactionStep) => void): StateStore<Tx> {
  const { inbox } = store;
  const die = (step: TransactionStep): void => {
    try {
      visit(step);
    } catch (error) {
      throw new SpillwayError('SPW-1101', `Died ${step}`, { cause: error });
    }
  };
  return {
    embedded: store.embedded,
    outbox: store.outbox,
    inbox: {
      load: (groupId, partitions) => inbox.load(groupId, partitions),
      totals: (groupId) => inbox.totals(groupId),
      admit: async (tx, groupId, topic, identities) => {
        die('before-admit');
        return inbox.admit(tx, groupId, topic, identities);
      },
      known: (groupId, topic, identities) => inbox.known(groupId, topic, identities),
      forget: (tx, groupId, topic, identities) => inbox.forget(tx, groupId, topic, identities),
      markDone: async (tx, groupId, marks) => {
        die('before-mark');
        await inbox.markDone(tx, groupId, marks);
      },
      replace: (tx, groupId, done) => inbox.replace(tx, groupId, done),
    },
    transaction: async (work) => {
      const result = await store.transaction(async (tx) => {
        const answer = await work(tx);
        die('before-commit');
        return answer;
      });
      die('after-commit');
      return result;
    },
    close: async () => {},
  };
}
