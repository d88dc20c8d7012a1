import { randomUUID } from 'node:crypto';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { defineGroup, retryTopicDefinitions } from '@spillway/streaming';
import { makeTopics } from '../../harness/make-topics.ts';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Measurement, Scenario } from '../../harness/scenario.ts';
import { idleTopicOptions, type IdleTask } from './idle-task.ts';

const partitions = 12;
const groupId = 'idle';

/** The CPU of a consumer process with nothing to do. Its "events" are the seconds looked at. */
export const idle: Scenario = {
  name: 'idle',
  describe: 'CPU of a consumer with nothing to do; --events is the number of seconds to look',
  defaultEvents: 20,
  prepare: async ({ brokers, events: seconds }) => {
    const topic = `bench.idle-${randomUUID().slice(0, 8)}`;
    const transport = kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    });
    const group = defineGroup(groupId, { startFrom: 'beginning', topics: { [topic]: idleTopicOptions } });
    const own = retryTopicDefinitions(group, topic, partitions);
    await makeTopics(transport.admin(), [{ name: topic, partitions }, ...own]);
    const task: IdleTask = { brokers, topic, groupId, seconds };
    const file = new URL('./ours.ts', import.meta.url);
    return {
      peers: [{ name: 'ours', run: () => measureInChild<Measurement>(file, task) }],
      versions: packageVersions(['kafkajs']),
      close: () => transport.close(),
    };
  },
};
