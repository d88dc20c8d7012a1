// Drains a long backlog and looks at the memory of the process from time to time.
import { DrainMeter, drainTask } from '../../harness/drain-meter.ts';
import { ourConsumer } from '../../harness/our-consumer.ts';
import { printResult } from '../../harness/print-result.ts';
import { rssFigures } from '../../harness/rss-figures.ts';

const looks = 100;
const mebibyte = 1_024 * 1_024;
const task = drainTask();
const meter = new DrainMeter(task);
const lookEvery = Math.max(1, Math.floor(task.events / looks));
const rssMebibytes: number[] = [];
const { consumer, close } = await ourConsumer(task, { ordering: 'key' }, ({ event }) => {
  meter.oracle.see(event);
  if (meter.oracle.events % lookEvery === 0) rssMebibytes.push(process.memoryUsage.rss() / mebibyte);
  meter.check();
});
await consumer.start();
meter.start();
await meter.drained;
await close();
const { measurement, sighting } = meter.result();
printResult({ measurement: { ...measurement, figures: rssFigures(rssMebibytes) }, sighting });
