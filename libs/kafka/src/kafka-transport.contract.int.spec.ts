import { transportContract } from '@spillway/testing';
import { Kafka } from 'kafkajs';
import { describeWithStack } from '../../../test/support/stack.js';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

describeWithStack('Kafka', ({ brokers }) => {
  const createTransport = () =>
    kafkaTransport({ config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }) });

  transportContract('kafkajs', createTransport, {
    recreateTopic: async (transport, topic, partitions) => {
      const admin = new Kafka({ brokers: [...brokers] }).admin();
      await admin.connect();
      await admin.deleteTopics({ topics: [topic] });
      await admin.disconnect();
      await transport.admin().ensureTopics([{ name: topic, partitions }]);
    },
  });
});
