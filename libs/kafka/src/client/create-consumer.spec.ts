import { expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { createConsumer } from './create-consumer.js';
import { createClusterOf, kafkajsInternals } from '../internals/kafkajs-internals.js';

/** As far as a fetch goes that cannot be made. */
function memberOn(cluster: object) {
  return { cluster, maxWaitTime: 5_000, recoverFromFetch: async () => {} };
}

it('asks before each fetch how long it may wait, and leaves other consumers of the process alone', async () => {
  const kafka = new Kafka({ brokers: ['nowhere:1'], logLevel: logLevel.NOTHING });
  const cluster = {};
  Object.defineProperty(kafka, createClusterOf(kafka).key, { value: () => cluster });
  const waitsMs = [150, 25];
  const over = new AbortController().signal;
  createConsumer(kafka, { groupId: 'g' }, { fetchWaitMs: () => waitsMs.shift()!, over });
  const [ours, another] = [memberOn(cluster), memberOn({})];
  const { fetch } = kafkajsInternals.ConsumerGroup.prototype;
  const seen: number[] = [];
  for (const member of [ours, ours, another]) {
    await fetch.call(member as never, 1);
    seen.push(member.maxWaitTime);
  }
  expect(seen).toEqual([150, 25, 5_000]);
});
