// Drains the topic while some events fail once and go through a tier; the time is that of the topic itself.
import { Oracle } from '../../harness/oracle.ts';
import { ourConsumer } from '../../harness/our-consumer.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { retryTopicOptions, type RetryResult, type RetryTask } from './retry-task.ts';

const lookEveryMs = 5;
const task = taskOf<RetryTask>();
const oracle = new Oracle(task.keys);
const { consumer, close } = await ourConsumer(task, retryTopicOptions(task), ({ event, attempt }) => {
  // The first of its key: those behind it are held. When they come back they are handled, or a run would take minutes.
  const mustFail = task.failEvery > 0 && event.keySequence === 0 && event.serial % task.failEvery === 0;
  if (mustFail && attempt === 1) throw new Error('The first try fails');
  oracle.see(event);
});
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lookEveryMs));
const mainDone = (): number =>
  consumer
    .status()
    .partitions.filter(({ topic }) => topic === task.topic)
    .reduce((sum, { doneOffset }) => sum + Number(doneOffset), 0);

await consumer.start();
const usage = usageSince();
while (mainDone() < task.events) await pause();
const measurement = usage(task.events);
while (oracle.events < task.events) {
  await pause();
  if (consumer.counters()[task.topic]!.deadLettered > 0) throw new Error('An event became a dead letter');
}
const retried = consumer.counters()[task.topic]!;
await close();
const figures = { retried: retried.retried, held: retried.held, deadLettered: retried.deadLettered };
const result: RetryResult = { measurement: { ...measurement, figures }, sighting: oracle.sighting() };
printResult(result);
