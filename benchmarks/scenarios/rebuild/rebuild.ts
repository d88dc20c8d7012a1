import { randomUUID } from 'node:crypto';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { defineGroup, retryTopicDefinitions } from '@spillway/streaming';
import { makeTopics } from '../../harness/make-topics.ts';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { ourConsumer } from '../../harness/our-consumer.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Measurement, Scenario } from '../../harness/scenario.ts';
import { fillTier } from './fill-tier.ts';
import { rebuildTopicOptions, type RebuildTask } from './rebuild-task.ts';

const partitions = 12;
const groupId = 'rebuild';

/** From the assignment to a running group, with that many records waiting in a tier. */
export const rebuild: Scenario = {
  name: 'rebuild',
  describe: 'take partitions over with that many pending retries: assignment to running',
  defaultEvents: 500_000,
  prepare: async ({ brokers, events: records }) => {
    const topic = `bench.rebuild-${randomUUID().slice(0, 8)}`;
    const transport = kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    });
    const group = defineGroup(groupId, { startFrom: 'beginning', topics: { [topic]: rebuildTopicOptions } });
    const own = retryTopicDefinitions(group, topic, partitions);
    await makeTopics(transport.admin(), [{ name: topic, partitions }, ...own]);
    const task: RebuildTask = { brokers, topic, groupId, records };
    await joinOnce(task);
    await fillTier(transport.sink(), { topic, tier: own[0]!.name, groupId, partitions, records });
    const file = new URL('./ours.ts', import.meta.url);
    return {
      peers: [{ name: 'ours', run: () => measureInChild<Measurement>(file, task) }],
      versions: packageVersions(['kafkajs']),
      close: () => transport.close(),
    };
  },
};

/** Its positions are stored then: retries without any would be a group whose positions are gone. */
async function joinOnce(task: RebuildTask): Promise<void> {
  const { consumer, close } = await ourConsumer(task, rebuildTopicOptions, () => {});
  await consumer.start();
  await close();
}
