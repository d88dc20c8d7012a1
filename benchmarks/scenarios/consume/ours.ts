// Drains the topic with the toolkit: transport, group consumer, Avro codec; no state; a synchronous handler of single events.
import { DrainMeter, drainTask } from '../../harness/drain-meter.ts';
import { ourConsumer } from '../../harness/our-consumer.ts';

const task = drainTask();
const meter = new DrainMeter(task);
const { consumer, close } = await ourConsumer(task, { ordering: 'key' }, ({ event }) => {
  meter.oracle.see(event);
  meter.check();
});
await consumer.start();
meter.start();
await meter.drained;
await close();
meter.print();
