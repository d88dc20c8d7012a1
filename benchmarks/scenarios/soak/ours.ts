// Drains a long backlog and looks at the memory of the process from time to time.
import { DrainMeter, drainTask } from '../../harness/drain-meter.ts';
import { ourConsumer } from '../../harness/our-consumer.ts';
import { percentile } from '../../harness/percentile.ts';
import { printResult } from '../../harness/print-result.ts';

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
// The first tenth is the process growing to its size.
const warm = rssMebibytes.slice(Math.ceil(looks / 10));
const median = percentile(warm, 0.5);
const figures = {
  rssMedianMiB: median,
  rssLowestPercent: (Math.min(...warm) / median) * 100,
  rssHighestPercent: (Math.max(...warm) / median) * 100,
  rssLastTenthPercent: (percentile(warm.slice(-looks / 10), 0.5) / median) * 100,
};
const { measurement, sighting } = meter.result();
printResult({ measurement: { ...measurement, figures }, sighting });
