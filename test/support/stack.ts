import { describe, it } from '@jest/globals';

/** The real components a test talks to. */
export interface Stack {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
}

/**
 * A describe block that needs the real stack. Without it the block is skipped and says why; with CI=true that is a
 * failure.
 */
export function describeWithStack(name: string, define: (stack: Stack) => void): void {
  const { SPILLWAY_TEST_KAFKA_BROKERS: brokers, SPILLWAY_TEST_REGISTRY_URL: registryUrl, CI } = process.env;
  if (brokers && registryUrl) {
    describe(name, () => define({ brokers: brokers.split(','), registryUrl }));
    return;
  }
  const reason = 'needs Kafka and a schema registry: run it through `npm run test:int`';
  if (CI === 'true') {
    describe(name, () => it(reason, () => Promise.reject(new Error(reason))));
  } else {
    describe.skip(`${name} (${reason})`, () => define({ brokers: [], registryUrl: '' }));
  }
}
