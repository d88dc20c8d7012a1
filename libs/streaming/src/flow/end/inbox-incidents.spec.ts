import { expect, it } from '@jest/globals';
import { memoryStateStore } from '@spillway/testing';
import { inboxIncidents } from './inbox-incidents.js';

/** As the stores of databases are: what it does needs the store itself. */
class ClassStore {
  readonly #store = memoryStateStore();

  get inbox() {
    return this.#store.inbox;
  }

  transaction<T>(work: (transaction: unknown) => Promise<T>): Promise<T> {
    return this.#store.transaction(work);
  }
}

it('stores what an operator says in any store', async () => {
  const store = new ClassStore();
  const { replaceDone } = inboxIncidents('stock', store);
  await replaceDone({ topic: 'shop.sales', partition: 0, watermark: 30, runs: [] });
  const [done] = await store.inbox.load('stock', [{ topic: 'shop.sales', partition: 0 }]);
  expect(done).toMatchObject({ watermark: 30 });
});
