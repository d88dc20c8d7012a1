import { randomUUID } from 'node:crypto';
import type { DrainResult, DrainTask } from '../../harness/drain-meter.ts';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { objections } from '../../harness/oracle.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Peer, Scenario } from '../../harness/scenario.ts';
import { fillTopic } from '../consume/fill-topic.ts';
import { idealMs, seededDelays } from './delays.ts';

const keyCounts = [20, 200];
/** The default of groups. */
const concurrency = 64;

/**
 * Events of one partition with handlers of 0 to 5 ms: how near key order at full width comes to the ideal, which knows no
 * cost but the handlers themselves.
 */
export const ordered: Scenario = {
  name: 'ordered',
  describe: 'one partition, keys in order, handlers of 0 to 5 ms side by side, against the ideal',
  defaultEvents: 10_000,
  prepare: async ({ brokers, events }) => {
    const run = randomUUID().slice(0, 8);
    const delays = seededDelays(events);
    const topicOf = (keys: number): string => `bench.ordered.${keys}-${run}`;
    for (const keys of keyCounts) {
      await fillTopic({ brokers, partitions: 1, events, keys, topic: topicOf(keys), form: 'avro' });
    }
    const ours = (keys: number): Peer => ({
      name: `ours-${keys}-keys`,
      run: async (round) => {
        const topic = topicOf(keys);
        const task: DrainTask = { brokers, topic, groupId: `${topic}-${round}`, events, keys };
        const { measurement, sighting } = await measureInChild<DrainResult>(
          new URL('./ours.ts', import.meta.url),
          task,
        );
        const found = objections(sighting, events);
        if (found.length > 0) throw new Error(`ours does not count: ${found.join(', ')}`);
        return measurement;
      },
    });
    const ideal = (keys: number): Peer => ({
      name: `ideal-${keys}-keys`,
      run: async () => ({ events, elapsedMs: idealMs(delays, keys, concurrency), cpuMicros: 0, peakRssBytes: 0 }),
    });
    return {
      peers: [ours(20), ideal(20), ours(200), ideal(200)],
      ratios: [
        { name: 'ideal', of: 'ours-20-keys', to: 'ideal-20-keys' },
        { name: 'ideal-200-keys', of: 'ours-200-keys', to: 'ideal-200-keys' },
      ],
      versions: packageVersions(['kafkajs', 'avsc']),
      close: async () => {},
    };
  },
};
