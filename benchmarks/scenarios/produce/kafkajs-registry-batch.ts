// Publishes with kafkajs and the registry client, in batches of 500 made by hand, two of them under way.
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { eventHeaders } from '../../harness/event-headers.ts';
import { oneSchemaRegistry } from '../../harness/one-schema-registry.ts';
import { orderEvent, orderEventSchema } from '../../harness/order-event.ts';
import { maxUnacked, measureProducing, produceTask } from '../../harness/produce-meter.ts';

const batchEvents = 500;
const { brokers, topic, events, keys } = produceTask();
const registry = await oneSchemaRegistry(orderEventSchema);
const client = new SchemaRegistry({ host: registry.url });
await client.getSchema(registry.schemaId);
// The warning about negative time-outs is kafkajs's own, in every process on Node 24.
process.removeAllListeners('warning');
const producer = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).producer({
  createPartitioner: Partitioners.DefaultPartitioner,
  allowAutoTopicCreation: false,
});
await producer.connect();
await producer.send({ topic: `${topic}-warm`, messages: [{ value: null }] });

async function sendBatch(first: number): Promise<void> {
  const messages = [];
  for (let serial = first; serial < Math.min(first + batchEvents, events); serial++) {
    const event = orderEvent(serial, keys);
    const value = await client.encode(registry.schemaId, event);
    messages.push({ key: event.customer, value, headers: eventHeaders(event, 'application/avro') });
  }
  await producer.send({ topic, messages, acks: -1 });
}

await measureProducing(events, async () => {
  let next = 0;
  const sendOn = async (): Promise<void> => {
    while (next < events) {
      const first = next;
      next += batchEvents;
      await sendBatch(first);
    }
  };
  await Promise.all(Array.from({ length: maxUnacked / batchEvents }, sendOn));
});
await producer.disconnect();
registry.close();
