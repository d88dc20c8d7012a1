// Drains the topic with the least that kafkajs allows: eachBatch, one cached avsc type per schema id, its own commits.
import avsc, { type Type } from 'avsc';
import { Kafka, logLevel } from 'kafkajs';
import { DrainMeter, drainTask } from '../../harness/drain-meter.ts';
import { fetchSettings } from '../../harness/fetch-settings.ts';
import { orderEventSchema, type OrderEvent } from '../../harness/order-event.ts';

const frameBytes = 5;
const task = drainTask();
const meter = new DrainMeter(task);
const types = new Map<number, Type>([[1, avsc.Type.forSchema(orderEventSchema as never)]]);

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
  eachBatch: async ({ batch }) => {
    for (const { value } of batch.messages) {
      const type = types.get(value!.readUInt32BE(1))!;
      meter.oracle.see((type.decode(value!, frameBytes) as { value: OrderEvent }).value);
    }
    meter.check();
  },
});
await meter.drained;
await consumer.disconnect();
meter.print();
