import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { until } from '../launcher.js';

/** Reads every partition of a topic from 0 to its end: per partition the serial numbers, in order. */
export async function readWholeLog(kafka: Kafka, topic: string): Promise<readonly (readonly number[])[]> {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic).finally(() => admin.disconnect());
  if (ends.some(({ low }) => low !== '0')) throw new Error(`${topic} does not begin at 0 any more`);
  const log: number[][] = ends.map(() => []);
  const consumer = kafka.consumer({ groupId: `read-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { offset, value } of batch.messages) log[batch.partition]![Number(offset)] = Number(String(value));
    },
  });
  try {
    const isRead = (): boolean => ends.every(({ partition, high }) => log[partition]!.length >= Number(high));
    await until(`${topic} is read`, isRead, 120_000);
  } finally {
    await consumer.disconnect();
  }
  // A hole would be an offset without a record: there are none without transactions.
  if (log.some((serials) => serials.includes(undefined as never))) throw new Error(`${topic} was not read whole`);
  return log;
}
