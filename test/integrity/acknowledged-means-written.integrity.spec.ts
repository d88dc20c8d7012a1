import { describe, expect, it } from '@jest/globals';
import { isSpillwayError } from '@spillway/events';
import { noMetrics, silentLogger, systemClock } from '@spillway/streaming';
import { batchSender } from '../../libs/kafka/src/sink/batch-sender.js';
import { KafkaRecordSink } from '../../libs/kafka/src/sink/kafka-record-sink.js';
import { ProducerLifecycle } from '../../libs/kafka/src/sink/producer-lifecycle.js';
import { ScriptedCluster, type FaultPlan } from '../support/scripted-cluster.js';

const records = 6_000;
const partitions = 12;

/** Mulberry-like: the same faults for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 1 | state);
    state ^= state + Math.imul(state ^ (state >>> 7), 61 | state);
    return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function publishUnder(faults: Pick<FaultPlan, 'faultRate' | 'retries'>, seed: number) {
  const cluster = new ScriptedCluster({ partitions, random: seeded(seed), ...faults });
  const producers = new ProducerLifecycle(() => cluster.createProducer(), silentLogger);
  const sink = new KafkaRecordSink({
    send: batchSender(producers),
    partitionCount: async () => partitions,
    release: () => producers.close(),
    limits: {
      ...{ lingerMs: 0, maxBatchRecords: 5, maxBatchBytes: 10_000, deliveryTimeoutMs: 60_000, retryDelayMs: 1 },
      ...{ maxRecordBytes: 1_000, maxBufferedBytes: 10_000_000 },
    },
    clock: systemClock,
    metrics: noMetrics,
  });
  const values = Array.from({ length: records }, (_, index) => ({
    partition: index % partitions,
    value: String(index),
  }));
  const outcomes = await Promise.allSettled(
    values.map(({ partition, value }) =>
      sink.append({ topic: 't', partition, key: null, value: Buffer.from(value), headers: {} }),
    ),
  );
  await sink.close();
  const rejected = (code: 'SPW-1110' | 'SPW-1111') =>
    values.filter((_, index) => {
      const outcome = outcomes[index]!;
      return outcome.status === 'rejected' && isSpillwayError(outcome.reason, code);
    });
  const acked = values.flatMap((sent, index) => {
    const outcome = outcomes[index]!;
    return outcome.status === 'fulfilled' ? [{ ...sent, offset: Number(outcome.value.offset) }] : [];
  });
  return { cluster, acked, notWritten: rejected('SPW-1110'), unknown: rejected('SPW-1111') };
}

describe.each([1, 2, 3])('records published while brokers fail (faults %i)', (seed) => {
  it('are each in the log once, where the ack says, in the order of the calls', async () => {
    const { cluster, acked, notWritten, unknown } = await publishUnder({ faultRate: 0.02, retries: 50 }, seed);
    expect([acked.length, notWritten.length, unknown.length]).toEqual([records, 0, 0]);
    expect(
      acked.filter(({ partition, value, offset }) => cluster.partitions[partition]!.log[offset] !== value),
    ).toEqual([]);
    for (const { log } of cluster.partitions) expect(log).toEqual(log.toSorted((a, b) => Number(a) - Number(b)));
    expect(cluster.partitions.flatMap(({ log }) => log)).toHaveLength(records);
  }, 60_000);

  it('are never lost when acknowledged nor found when called not written, though the client gives up often', async () => {
    const { cluster, acked, notWritten, unknown } = await publishUnder({ faultRate: 0.08, retries: 1 }, seed);
    expect(acked.length + notWritten.length + unknown.length).toBe(records);
    expect(
      acked.filter(({ partition, value, offset }) => cluster.partitions[partition]!.log[offset] !== value),
    ).toEqual([]);
    const logged = new Set(cluster.partitions.flatMap(({ log }) => log));
    expect(notWritten.filter(({ value }) => logged.has(value))).toEqual([]);
    const twice = acked.filter(
      ({ partition, value }) =>
        cluster.partitions[partition]!.log.indexOf(value) !== cluster.partitions[partition]!.log.lastIndexOf(value),
    );
    expect(twice).toEqual([]);
    // The experiment was one: many sends were given up.
    expect(unknown.length).toBeGreaterThan(50);
    expect(cluster.producersMade).toBeGreaterThan(10);
  }, 60_000);
});
