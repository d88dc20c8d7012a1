// Drains the topic while some events fail once and go through a tier; the time is that of the topic itself.
import { retryLater } from '@spillway/streaming';
import { Oracle } from '../../harness/oracle.ts';
import { ourConsumer } from '../../harness/our-consumer.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { mustFail } from './must-fail.ts';
import { retryTopicOptions, unmeasuredOf, type RetryResult, type RetryTask } from './retry-task.ts';

const lookEveryMs = 5;
const task = taskOf<RetryTask>();
const unmeasured = unmeasuredOf(task);
let stackLength = 0;
const oracle = new Oracle(task.keys);
const { consumer, close } = await ourConsumer(task, retryTopicOptions(task), ({ event, attempt }) => {
  if (attempt === 1 && mustFail(event, task.failEvery)) {
    if (task.isAsked) return retryLater('The first try fails');
    fail();
  }
  oracle.see(event);
  return undefined;
});
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lookEveryMs));
const mainDone = (): number =>
  consumer
    .status()
    .partitions.filter(({ topic }) => topic === task.topic)
    .reduce((sum, { doneOffset }) => sum + Number(doneOffset), 0);
const counters = () => consumer.counters()[task.topic]!;
const inRetries = (): number => counters().retried + counters().held;

function fail(): void {
  if (!task.isCaught) throw new Error('The first try fails');
  try {
    throw new Error('The first try fails');
  } catch (error) {
    stackLength += (error as Error).stack!.length;
  }
}

async function untilDone(events: number): Promise<number> {
  while (mainDone() < events) await pause();
  return mainDone();
}

await consumer.start();
const before = unmeasured === 0 ? 0 : await untilDone(unmeasured);
const [inRetriesBefore, usage] = [inRetries(), usageSince()];
await untilDone(task.events);
const measurement = usage(task.events - before);
const inRetriesPercent = (100 * (inRetries() - inRetriesBefore)) / (task.events - before);
while (oracle.events < task.events) {
  await pause();
  if (counters().deadLettered > 0) throw new Error('An event became a dead letter');
}
const { retried, held, deadLettered } = counters();
await close();
const figures = { inRetriesPercent, retried, held, deadLettered };
const result: RetryResult = { measurement: { ...measurement, figures }, sighting: oracle.sighting() };
printResult(result);
