import avsc from 'avsc';
import { Kafka, logLevel } from 'kafkajs';
import { objections, Oracle } from '../../harness/oracle.ts';
import { orderEventSchema, type OrderEvent } from '../../harness/order-event.ts';
import type { ProduceTask } from '../../harness/produce-meter.ts';

const frameBytes = 5;
const timeoutMs = 120_000;
const type = avsc.Type.forSchema(orderEventSchema as never);

/** What is wrong with the events in a topic; empty when each is there once, in the order of its key. */
export async function readBack({ brokers, topic, events, keys }: ProduceTask): Promise<string[]> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic).finally(() => admin.disconnect());
  const written = ends.reduce((sum, { high }) => sum + Number(high), 0);
  if (written !== events) return [`${written} events instead of ${events}`];
  const oracle = new Oracle(keys);
  const consumer = kafka.consumer({ groupId: `${topic}-read-back`, maxWaitTimeInMs: 150 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${topic} could not be read back`)), timeoutMs);
    const eachBatch = async ({
      batch,
    }: {
      batch: { messages: readonly { value: Buffer | null }[] };
    }): Promise<void> => {
      for (const { value } of batch.messages) oracle.see(decode(value!));
      if (oracle.events < events) return;
      clearTimeout(timer);
      resolve();
    };
    consumer.run({ eachBatch }).catch(reject);
  });
  await consumer.disconnect();
  return objections(oracle.sighting(), events);
}

/** A Confluent frame begins with 0, JSON does not. */
function decode(value: Buffer): OrderEvent {
  if (value[0] !== 0) return JSON.parse(value.toString()) as OrderEvent;
  return (type.decode(value, frameBytes) as { value: OrderEvent }).value;
}
