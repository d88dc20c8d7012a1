import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { quietRequestQueue } from './quiet-request-queue.js';

interface Queue {
  pending: unknown[];
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  throttledUntil: number;
  checkPendingRequests(): void;
  push(request: object): void;
  destroy(): void;
}

const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
  options: object,
) => Queue;
const logger = { debug() {}, warn() {} };
const options = { maxInFlightRequests: null, requestTimeout: 1_000, clientId: 'c', broker: 'b', logger };

describe('kafkajs’s request queue', () => {
  let queue: Queue;
  afterEach(() => queue.destroy());

  it('sets no timer while nothing waits', () => {
    quietRequestQueue();
    quietRequestQueue();
    queue = new RequestQueue(options);
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('still sends what waits for the end of a throttling', async () => {
    quietRequestQueue();
    queue = new RequestQueue(options);
    queue.throttledUntil = Date.now() + 30;
    let sent = false;
    const entry = { correlationId: 1, resolve() {}, reject() {} };
    queue.push({ entry, expectResponse: true, sendRequest: () => (sent = true) });
    expect(sent).toBe(false);
    await sleep(100);
    expect(sent).toBe(true);
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });
});
