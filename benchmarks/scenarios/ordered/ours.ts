// Handles events of one partition side by side, each key in order; a handler takes 0 to 5 ms.
import { DrainMeter, drainTask } from '../../harness/drain-meter.ts';
import { ourConsumer } from '../../harness/our-consumer.ts';
import { seededDelays } from './delays.ts';
import { preciseDelay } from './precise-delay.ts';

const task = drainTask();
const meter = new DrainMeter(task);
const delays = seededDelays(task.events);
let isFirst = true;

const { consumer, close } = await ourConsumer(task, { ordering: 'key' }, async ({ event }) => {
  // From the first call on: what the first fetch takes is not what is measured.
  if (isFirst) meter.start();
  isFirst = false;
  await preciseDelay(delays[event.serial]!);
  // At the end of the handler: an event of a key that overtook another would be seen too early.
  meter.oracle.see(event);
  meter.check();
});
await consumer.start();
await meter.drained;
await close();
meter.print();
