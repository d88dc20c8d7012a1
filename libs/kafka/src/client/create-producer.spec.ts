import { afterEach, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { createProducer } from './create-producer.js';
import { createClusterOf, type Broker, type ProduceRequest } from '../internals/kafkajs-internals.js';

/** Partitions 0 to 2 of one broker, 3 of another; what is produced waits until it is let through. */
function scriptedCluster() {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const brokerOf = (nodeId: string) => ({
    nodeId,
    initProducerId: async () => ({ producerId: '7', producerEpoch: 0 }),
    async produce({ topicData: [topic] }: ProduceRequest) {
      const [{ partition, firstSequence }] = topic!.partitions as [ProduceRequest['topicData'][0]['partitions'][0]];
      asked.push(`${nodeId}: ${partition} from ${firstSequence}`);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { topics: [{ topicName: 't', partitions: [{ partition, errorCode: 0, baseOffset: '5' }] }] };
    },
  });
  const brokers: Record<string, ReturnType<typeof brokerOf>> = { '1': brokerOf('1'), '2': brokerOf('2') };
  const leaderOf = (partition: number) => (partition === 3 ? '2' : '1');
  const cluster = {
    connect: async () => {},
    disconnect: async () => {},
    isConnected: () => true,
    refreshMetadataIfNecessary: async () => {},
    addMultipleTargetTopics: async () => {},
    findTopicPartitionMetadata: () => [0, 1, 2, 3].map((partitionId) => ({ partitionId })),
    findLeaderForPartitions: (_: string, [partition]: [string]) => ({
      [leaderOf(Number(partition))]: [Number(partition)],
    }),
    findBroker: async ({ nodeId }: { nodeId: string }) => brokers[nodeId] as unknown as Broker,
    findControllerBroker: async () => brokers['1'],
  };
  const letAllThrough = () => waiting.splice(0).forEach((resolve) => resolve());
  return { asked, cluster, letAllThrough };
}

describe('a producer of ours', () => {
  let producer: Producer;
  afterEach(() => producer.disconnect());
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const send = (partition: number) =>
    producer.send({
      topic: 't',
      acks: -1,
      messages: [
        { value: 'v', partition },
        { value: 'w', partition },
      ],
    });

  it('has a request of each partition on its way at a time, in the order of its sequence numbers', async () => {
    const { asked, cluster, letAllThrough } = scriptedCluster();
    const kafka = new Kafka({ brokers: ['nowhere:1'], logLevel: logLevel.NOTHING });
    const { key } = createClusterOf(kafka);
    Object.defineProperty(kafka, key, { value: () => cluster });
    producer = createProducer(kafka, {
      idempotent: true,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition!,
    });
    await producer.connect();
    const first = Promise.all([send(0), send(1), send(3), send(0)]);
    await turn();
    expect(asked).toEqual(['1: 0 from 0', '1: 1 from 0', '2: 3 from 0']);
    letAllThrough();
    await turn();
    expect(asked.slice(3)).toEqual(['1: 0 from 2']);
    letAllThrough();
    const answers = await first;
    expect(answers.map(([answer]) => answer)).toMatchObject(
      [0, 1, 3, 0].map((partition) => ({ partition, baseOffset: '5' })),
    );
  });
});
