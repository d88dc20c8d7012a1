import { randomUUID } from 'node:crypto';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { ProduceTask } from '../../harness/produce-meter.ts';
import type { Measurement, Peer, Scenario } from '../../harness/scenario.ts';
import { readBack } from './read-back.ts';

const partitions = 12;
const keys = 10_000;

/** Publishes typed events, all replicas asked, at most 1,000 unacknowledged; each round into a topic of its own. */
export const produce: Scenario = {
  name: 'produce',
  describe: 'publish events one by one, against batches made by hand',
  defaultEvents: 200_000,
  prepare: async ({ brokers, events }) => {
    const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') });
    const transport = kafkaTransport({ config });
    const run = randomUUID().slice(0, 8);
    const peer = (name: string, file: string): Peer => ({
      name,
      run: async (round) => {
        const topic = `bench.produce.${name}-${run}-${round}`;
        const topics = [topic, `${topic}-warm`];
        await transport.admin().ensureTopics(topics.map((each) => ({ name: each, partitions })));
        const task: ProduceTask = { brokers, topic, partitions, events, keys };
        const measurement = await measureInChild<Measurement>(new URL(file, import.meta.url), task);
        const found = await readBack(task);
        if (found.length > 0) throw new Error(`${name} does not count: ${found.join(', ')}`);
        await deleteTopics(brokers, topics);
        return measurement;
      },
    });
    return {
      peers: [
        peer('ours', './ours.ts'),
        peer('kafkajs-registry-batch', './kafkajs-registry-batch.ts'),
        peer('nest-emit', './nest-emit.ts'),
      ],
      versions: packageVersions(['kafkajs', '@kafkajs/confluent-schema-registry', '@nestjs/microservices', 'avsc']),
      close: () => transport.close(),
    };
  },
};

/** With a client of its own each time: one that knew a topic goes on asking for it. */
async function deleteTopics(brokers: readonly string[], topics: string[]): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.deleteTopics({ topics }).finally(() => admin.disconnect());
}
