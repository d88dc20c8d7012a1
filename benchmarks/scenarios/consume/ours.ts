// Drains the topic with the toolkit: transport, consumer, group processor, Avro codec; no state; a synchronous handler.
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { defineEvent } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import {
  createGroupProcessor,
  defineGroup,
  noMetrics,
  RecordConsumer,
  silentLogger,
  systemClock,
  type Delivery,
} from '@spillway/streaming';
import { DrainMeter, drainTask } from '../../harness/drain-meter.ts';
import { orderEventSchema, type OrderEvent } from '../../harness/order-event.ts';

const task = drainTask();
const meter = new DrainMeter(task);
const definition = defineEvent<OrderEvent>({
  topic: task.topic,
  schema: orderEventSchema,
  key: (event) => event.customer,
});
// The same schema gets the same id, 1, in every registry of its own.
const registry = memoryRegistry();
await registerContracts(registry, [definition]);
const codec = avroCodec({ registry, definitions: [definition] });
await codec.warmUp([definition]);

const transport = kafkaTransport({
  config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: task.brokers.join(',') }),
});
const parts = { clock: systemClock, logger: silentLogger, metrics: noMetrics };
const group = defineGroup(task.groupId, { startFrom: 'beginning', topics: { [task.topic]: { ordering: 'key' } } });
const handleBatch = (deliveries: readonly Delivery[]): void => {
  for (const { event } of deliveries) meter.oracle.see(event as OrderEvent);
};
const handlers = [{ name: 'count', definitions: [definition], handleBatch }];
const { process: handle } = createGroupProcessor({ group, handlers, codec, sink: transport.sink(), ...parts });
const consumer = new RecordConsumer({
  transport,
  groupId: task.groupId,
  topics: [task.topic],
  startFrom: 'beginning',
  process: async (round, signal) => {
    await handle(round, signal);
    meter.check();
  },
  ...parts,
});
await consumer.start();
meter.start();
await meter.drained;
await consumer.stop();
await transport.close();
meter.print();
