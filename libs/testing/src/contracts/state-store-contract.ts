import type { StateStore } from '@spillway/streaming';
import { inboxEventsContract } from './state-store/inbox-events.contract.js';
import { inboxLivesContract } from './state-store/inbox-lives.contract.js';
import { inboxMarksContract } from './state-store/inbox-marks.contract.js';
import { inboxPositionsContract } from './state-store/inbox-positions.contract.js';
import { outboxContract } from './state-store/outbox.contract.js';
import type { StateStorePromise } from './state-store/state-store-promise.js';
import { transactionContract } from './state-store/transaction.contract.js';
import { globalTestRunner, type TestRunner } from './test-runner.js';

/**
 * Declares the contract of a state store, as one suite. Groups get names of their own, so a shared database serves.
 *
 * @param open a store on the same database each time; closed by the suite
 */
export function stateStoreContract(
  name: string,
  open: () => Promise<StateStore>,
  runner: TestRunner = globalTestRunner(),
): void {
  const timeoutMs = 30_000;
  runner.describe(`state store contract: ${name}`, () => {
    let store: StateStore;
    runner.beforeAll(async () => {
      store = await open();
    }, timeoutMs);
    runner.afterAll(async () => store.close(), timeoutMs);
    const tests: readonly StateStorePromise[] = [
      ...inboxPositionsContract,
      ...inboxMarksContract,
      ...inboxLivesContract,
      ...inboxEventsContract,
      ...transactionContract,
      ...outboxContract,
    ];
    for (const test of tests) {
      runner.it(test.name, () => test.body(store, `group-${crypto.randomUUID()}`), timeoutMs);
    }
  });
}
