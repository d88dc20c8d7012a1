import type { StateStore } from '@spillway/streaming';

/** One promise of a state store: its name is the promise, its body proves it with a group of its own. */
export interface StateStorePromise {
  readonly name: string;
  readonly body: (store: StateStore, groupId: string) => Promise<void>;
}
