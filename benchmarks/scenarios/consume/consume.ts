import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import type { DrainResult, DrainTask } from '../../harness/drain-meter.ts';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { objections } from '../../harness/oracle.ts';
import type { Peer, Scenario } from '../../harness/scenario.ts';
import { fillTopic } from './fill-topic.ts';

const partitions = 12;
const keys = 10_000;

/** Drains a backlog of typed events with a synchronous handler: ours against the bare client loop. */
export const consume: Scenario = {
  name: 'consume',
  describe: 'drain a backlog: decode, handle synchronously, commit',
  defaultEvents: 300_000,
  prepare: async ({ brokers, events }) => {
    const topic = `bench.consume.${randomUUID().slice(0, 8)}`;
    await fillTopic({ brokers, topic, partitions, events, keys });
    const peer = (name: string, file: string): Peer => ({
      name,
      run: async (round) => {
        const task: DrainTask = { brokers, topic, groupId: `${topic}-${name}-${round}`, events, keys };
        const { measurement, sighting } = await measureInChild<DrainResult>(new URL(file, import.meta.url), task);
        const found = objections(sighting, events);
        if (found.length > 0) throw new Error(`${name} does not count: ${found.join(', ')}`);
        return measurement;
      },
    });
    const require = createRequire(import.meta.url);
    const versionOf = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
    return {
      peers: [peer('ours', './ours.ts'), peer('raw-loop', './raw-loop.ts')],
      versions: { node: process.versions.node, kafkajs: versionOf('kafkajs'), avsc: versionOf('avsc') },
      close: async () => {},
    };
  },
};
