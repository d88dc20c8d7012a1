import assert from 'node:assert/strict';
import { isSpillwayError } from '@spillway/events';
import type { Transport } from '@spillway/streaming';
import { globalTestRunner, type TestRunner } from './test-runner.js';
import { administrationContract } from './transport/administration.contract.js';
import { appendingContract } from './transport/appending.contract.js';
import { changingContract, type LogChanges } from './transport/changing.contract.js';
import { committingContract } from './transport/committing.contract.js';
import { ContractBench, recordOf } from './transport/contract-bench.js';
import { lookingBackContract } from './transport/looking-back.contract.js';
import type { TransportPromise } from './transport/transport-promise.js';
import { readingContract } from './transport/reading.contract.js';
import { sharingContract } from './transport/sharing.contract.js';

export interface TransportFeatures extends LogChanges {
  /** Promises this driver does not keep, by test name; they show as skipped, so that the list of what it lacks is public. */
  readonly unsupported?: readonly string[];
  /** For each test; 30 s. */
  readonly timeoutMs?: number;
}

/**
 * Declares the contract every driver passes, as one suite: what the engine relies on, each promise by its name.
 * Topics and groups get names of their own, so a shared broker serves.
 *
 * @param createTransport a transport to the same log each time; connected and closed by the suite
 */
export function transportContract(
  name: string,
  createTransport: () => Transport | Promise<Transport>,
  features: TransportFeatures = {},
  runner: TestRunner = globalTestRunner(),
): void {
  const timeoutMs = features.timeoutMs ?? 30_000;
  runner.describe(`transport contract: ${name}`, () => {
    let transport: Transport;
    runner.beforeAll(async () => {
      transport = await createTransport();
      await transport.connect();
    }, timeoutMs);
    runner.afterAll(async () => transport.close(), timeoutMs);
    const isUnsupported = (promise: string): boolean => features.unsupported?.includes(promise) === true;
    const declare = (test: TransportPromise, supported = !isUnsupported(test.name)): void => {
      const it = supported ? runner.it : runner.it.skip;
      it(test.name, () => withBench(transport, test.body), timeoutMs);
    };
    for (const test of [...appendingContract, ...readingContract, ...lookingBackContract]) declare(test);
    for (const test of committingContract) declare(test);
    for (const test of [...sharingContract, ...administrationContract, closedSink(createTransport)]) declare(test);
    for (const test of changingContract(features)) declare(test, test.isSupported && !isUnsupported(test.name));
  });
}

async function withBench(transport: Transport, body: TransportPromise['body']): Promise<void> {
  const bench = new ContractBench(transport);
  try {
    await body(bench);
  } finally {
    await bench.stopAll();
  }
}

function closedSink(createTransport: () => Transport | Promise<Transport>): TransportPromise {
  return {
    name: 'a closed sink refuses appends as not written',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const other = await createTransport();
      await other.connect();
      const sink = other.sink();
      assert.equal(other.sink(), sink);
      await sink.append(recordOf({ topic }));
      await other.close();
      await assert.rejects(sink.append(recordOf({ topic })), (error) => isSpillwayError(error, 'SPW-1110'));
    },
  };
}
