import type { Consumer, ConsumerConfig, Kafka } from 'kafkajs';
import { createClusterOf, kafkajsInternals } from '../internals/kafkajs-internals.js';
import { preventLateJoins } from './prevent-late-joins.js';
import { announceRejoins } from './announce-rejoins.js';

/** Of this copy of the library, as `waits` is: another in the process knows nothing of ours. */
const patched = Symbol('fetchWaits');

/** By the view of the cluster that a consumer of ours has. */
const waits = new WeakMap<object, () => number>();

export interface ConsumerHooks {
  readonly fetchWaitMs: () => number;
  /** Fires when the consumer is given up. */
  readonly over: AbortSignal;
}

/**
 * A consumer that asks before each fetch how long it may wait for records, and as long when there is nothing to ask
 * for: kafkajs has one time for all. Once it is given up it joins no more; it never joins anew without saying so before, and ends when it cannot.
 */
export function createConsumer(kafka: Kafka, config: ConsumerConfig, { fetchWaitMs, over }: ConsumerHooks): Consumer {
  heedWaits();
  const { key, create } = createClusterOf(kafka);
  const createOwn = (options: object): object => {
    const cluster = create(options);
    waits.set(cluster, fetchWaitMs);
    preventLateJoins(cluster, over);
    announceRejoins(cluster);
    return cluster;
  };
  const own = Object.create(kafka, { [key]: { value: createOwn } }) as Kafka;
  return own.consumer(config);
}

function heedWaits(): void {
  const prototype = kafkajsInternals.ConsumerGroup.prototype as typeof kafkajsInternals.ConsumerGroup.prototype & {
    [patched]?: true;
  };
  if (prototype[patched]) return;
  const { fetch } = prototype;
  prototype.fetch = function fetchWithOwnWait(nodeId) {
    const waitMs = waits.get(this.cluster)?.();
    if (waitMs !== undefined) this.maxWaitTime = waitMs;
    return fetch.call(this, nodeId);
  };
  prototype[patched] = true;
}
