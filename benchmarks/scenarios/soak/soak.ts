import { randomUUID } from 'node:crypto';
import type { DrainResult, DrainTask } from '../../harness/drain-meter.ts';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { objections } from '../../harness/oracle.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Scenario } from '../../harness/scenario.ts';
import { fillTopic } from '../consume/fill-topic.ts';

const partitions = 12;
const keys = 10_000;

/** A long drain: does memory stay where it is? */
export const soak: Scenario = {
  name: 'soak',
  describe: 'memory over a long drain; best with --rounds 1',
  defaultEvents: 5_000_000,
  prepare: async ({ brokers, events }) => {
    const topic = `bench.soak-${randomUUID().slice(0, 8)}`;
    await fillTopic({ brokers, partitions, events, keys, topic, form: 'avro' });
    const file = new URL('./ours.ts', import.meta.url);
    const run = async (round: number) => {
      const task: DrainTask = { brokers, topic, groupId: `${topic}-${round}`, events, keys };
      const { measurement, sighting } = await measureInChild<DrainResult>(file, task);
      const found = objections(sighting, events);
      if (found.length > 0) throw new Error(`ours does not count: ${found.join(', ')}`);
      return measurement;
    };
    return { peers: [{ name: 'ours', run }], versions: packageVersions(['kafkajs', 'avsc']), close: async () => {} };
  },
};
