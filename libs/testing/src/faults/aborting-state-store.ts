import type { StateStore } from '@spillway/streaming';

/** One process's view of a store: what it has begun and not committed when `died` rejects is rolled back. */
export function abortingStateStore<Tx>(store: StateStore<Tx>, died: Promise<never>): StateStore<Tx> {
  return {
    embedded: store.embedded,
    inbox: store.inbox,
    outbox: store.outbox,
    transaction: (work) => store.transaction((tx) => Promise.race([died, work(tx)])),
    close: () => store.close(),
  };
}
