// Drains the topic as kafkajs and the registry client are documented: eachMessage, decode, commits by the client.
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel } from 'kafkajs';
import { DrainMeter, drainTask } from '../../harness/drain-meter.ts';
import { fetchSettings } from '../../harness/fetch-settings.ts';
import { oneSchemaRegistry } from '../../harness/one-schema-registry.ts';
import { orderEventSchema, type OrderEvent } from '../../harness/order-event.ts';

const task = drainTask();
const meter = new DrainMeter(task);
const registry = await oneSchemaRegistry(orderEventSchema);
const client = new SchemaRegistry({ host: registry.url });
await client.getSchema(registry.schemaId);

// The warning about negative time-outs is kafkajs's own, in every process on Node 24.
process.removeAllListeners('warning');
const consumer = new Kafka({ brokers: [...task.brokers], logLevel: logLevel.NOTHING }).consumer({
  groupId: task.groupId,
  ...fetchSettings,
});
consumer.on(consumer.events.GROUP_JOIN, () => meter.start());
await consumer.connect();
await consumer.subscribe({ topic: task.topic, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    meter.oracle.see((await client.decode(message.value!)) as OrderEvent);
    meter.check();
  },
});
await meter.drained;
await consumer.disconnect();
registry.close();
meter.print();
