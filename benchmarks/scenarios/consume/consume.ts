import { randomUUID } from 'node:crypto';
import type { DrainResult, DrainTask } from '../../harness/drain-meter.ts';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { objections } from '../../harness/oracle.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Peer, Scenario } from '../../harness/scenario.ts';
import { fillTopic } from './fill-topic.ts';

const partitions = 12;
const keys = 10_000;

/**
 * Drains a backlog of typed events with a synchronous handler: ours against the bare client loop, kafkajs with the
 * registry client, and Nest's transport on the same events as JSON, stock and with a bug of it fixed.
 */
export const consume: Scenario = {
  name: 'consume',
  describe: 'drain a backlog: decode, handle synchronously, commit',
  defaultEvents: 300_000,
  prepare: async ({ brokers, events }) => {
    const run = randomUUID().slice(0, 8);
    const backlog = { brokers, partitions, events, keys };
    const avro = `bench.consume.avro-${run}`;
    const json = `bench.consume.json-${run}`;
    await fillTopic({ ...backlog, topic: avro, form: 'avro' });
    await fillTopic({ ...backlog, topic: json, form: 'json' });
    const peer = (name: string, topic: string): Peer => ({
      name,
      run: async (round) => {
        const task: DrainTask = { brokers, topic, groupId: `${topic}-${name}-${round}`, events, keys };
        const file = new URL(`./${name}.ts`, import.meta.url);
        const { measurement, sighting } = await measureInChild<DrainResult>(file, task);
        const found = objections(sighting, events);
        if (found.length > 0) throw new Error(`${name} does not count: ${found.join(', ')}`);
        return measurement;
      },
    });
    return {
      peers: [
        peer('ours', avro),
        peer('raw-loop', avro),
        peer('kafkajs-registry', avro),
        peer('nest-patched', json),
        peer('nest', json),
      ],
      versions: packageVersions(['kafkajs', 'avsc', '@kafkajs/confluent-schema-registry', '@nestjs/microservices']),
      close: async () => {},
    };
  },
};
