import { transportContract } from '@spillway/testing';
import { MemoryLog } from './memory-log.js';
import { memoryTransport } from './memory-transport.js';

const log = new MemoryLog();

transportContract('memory', () => memoryTransport({ log }), {
  recreateTopic: async (transport, topic, partitions) => {
    log.deleteTopic(topic);
    await transport.admin().ensureTopics([{ name: topic, partitions }]);
  },
  trimTopic: async (_, topic, partition, offset) => log.trim(topic, partition, offset),
  addPartitions: async (_, topic, partitions) =>
    log.addPartitions(topic, partitions - log.topic(topic).partitions.length),
});
