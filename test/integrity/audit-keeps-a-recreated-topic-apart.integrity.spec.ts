import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { systemClock, type RecordSource } from '@spillway/streaming';
import { transportWith } from '@spillway/testing';
import { Kafka } from 'kafkajs';
import { storeRecreatedTopic } from '../support/audit-proof/store-recreated-topic.js';
import { namespacedTransport } from '../support/namespaced-transport.js';
import { describeWithStack } from '../support/stack.js';

describeWithStack('a topic deleted and recreated while the audit app reads it', ({ brokers }) => {
  it('is kept once under each of its ids, whether it is longer then or shorter', async () => {
    const prefix = `again-${randomUUID().slice(0, 8)}.`;
    const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') });
    const kafka = namespacedTransport(kafkaTransport({ config }), prefix);
    await kafka.connect();
    const admin = new Kafka({ brokers: [...brokers], logLevel: 0 }).admin();
    await admin.connect();
    let source: RecordSource | undefined;
    const transport = transportWith(kafka, { source: (options) => (source = kafka.source(options)) });
    // As while its queue is full: a client that fetches meanwhile is told that the topic is not there, and joins anew.
    const makeAgain = async (topic: string, write: () => Promise<void>): Promise<void> => {
      const paused = { topic, partition: 0 };
      source!.pause(paused);
      await systemClock.sleep((source!.fetchWaitMs ?? 0) + 500);
      await admin.deleteTopics({ topics: [prefix + topic] });
      await transport.admin().ensureTopics([{ name: topic, partitions: 1 }]);
      await write();
      source!.resume(paused);
    };
    try {
      const { kept, records, findings } = await storeRecreatedTopic(transport, makeAgain, [5, 2]);
      expect(kept).toEqual([
        ['life-0-0@0', 'life-0-1@1', 'life-0-2@2'],
        ['life-1-0@0', 'life-1-1@1', 'life-1-2@2', 'life-1-3@3', 'life-1-4@4'],
        ['life-2-0@0', 'life-2-1@1'],
      ]);
      expect({ records, findings }).toEqual({ records: 10, findings: [] });
    } finally {
      await admin.disconnect();
      await kafka.close();
    }
  }, 150_000);
});
