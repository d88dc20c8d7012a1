import { transportContract } from '@spillway/testing';
import { Kafka, type Admin } from 'kafkajs';
import { describeWithStack } from '../../../test/support/stack.js';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

describeWithStack('Kafka', ({ brokers }) => {
  const createTransport = () =>
    kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
      metadataMaxAgeMs: 2_000,
    });
  const withAdmin = async (work: (admin: Admin) => Promise<unknown>): Promise<void> => {
    const admin = new Kafka({ brokers: [...brokers] }).admin();
    await admin.connect();
    try {
      await work(admin);
    } finally {
      await admin.disconnect();
    }
  };

  transportContract('kafkajs', createTransport, {
    recreateTopic: async (transport, topic, partitions) => {
      await withAdmin((admin) => admin.deleteTopics({ topics: [topic] }));
      await transport.admin().ensureTopics([{ name: topic, partitions }]);
    },
    trimTopic: (_, topic, partition, offset) =>
      withAdmin(async (admin) => {
        // The client deletes in topics only that it was asked about before.
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
      }),
    addPartitions: (_, topic, count) =>
      withAdmin((admin) => admin.createPartitions({ topicPartitions: [{ topic, count }] })),
  });
});
