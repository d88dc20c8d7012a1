import { SpillwayError } from '@spillway/events';
import type { StateStore } from '@spillway/streaming';

/** The moments of a group's transaction at which a process can die. */
export const transactionSteps = [
  'before-lock',
  'before-admit',
  'before-record',
  'before-commit',
  'after-commit',
] as const;
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
    inbox: {
      load: (groupId, partitions) => inbox.load(groupId, partitions),
      totals: (groupId) => inbox.totals(groupId),
      lock: async (tx, groupId, partitions) => {
        die('before-lock');
        return inbox.lock(tx, groupId, partitions);
      },
      admit: async (tx, groupId, topic, identities) => {
        die('before-admit');
        return inbox.admit(tx, groupId, topic, identities);
      },
      record: async (tx, groupId, updates) => {
        die('before-record');
        await inbox.record(tx, groupId, updates);
      },
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
