import { randomUUID } from 'node:crypto';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { defineGroup, retryTopicDefinitions } from '@spillway/streaming';
import { makeTopics } from '../../harness/make-topics.ts';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Measurement, Peer, Scenario } from '../../harness/scenario.ts';
import { idleTopicOptions, type IdleGroupTask, type IdleTask } from './idle-task.ts';

const partitions = 12;
const groupId = 'idle';

/** The CPU of one group with nothing to do, and of the consumer app with its four. Their "events" are the seconds looked at. */
export const idle: Scenario = {
  name: 'idle',
  describe:
    'CPU of a group with nothing to do, and of the consumer app with four; --events is the number of seconds to look',
  defaultEvents: 20,
  prepare: async ({ brokers, events: seconds }) => {
    const prefix = `bench.idle-${randomUUID().slice(0, 8)}.`;
    const topic = `${prefix}alone`;
    const transport = kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    });
    const group = defineGroup(groupId, { startFrom: 'beginning', topics: { [topic]: idleTopicOptions } });
    const own = retryTopicDefinitions(group, topic, partitions);
    await makeTopics(transport.admin(), [{ name: topic, partitions }, ...own]);
    const app: IdleTask = { brokers, prefix, seconds };
    const alone: IdleGroupTask = { brokers, topic, groupId, seconds };
    const peer = (name: string, task: object): Peer => ({
      name,
      run: () => measureInChild<Measurement>(new URL(`./${name}.ts`, import.meta.url), task),
    });
    return {
      peers: [peer('ours', alone), peer('app', app)],
      // Nothing has a rate.
      ratios: [],
      versions: packageVersions(['kafkajs']),
      close: () => transport.close(),
    };
  },
};
