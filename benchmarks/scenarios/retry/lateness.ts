// One event after the other on an idle topic fails once: how late, or how early, does its retry come?
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { EventPublisher, systemClock } from '@spillway/streaming';
import { orderEvent } from '../../harness/order-event.ts';
import { Oracle } from '../../harness/oracle.ts';
import { orderEventOf, ourConsumer } from '../../harness/our-consumer.ts';
import { percentile } from '../../harness/percentile.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { retryTopicOptions, type RetryResult, type RetryTask } from './retry-task.ts';

const publishEveryMs = 20;
const task = taskOf<RetryTask>();
const oracle = new Oracle(task.keys);
const latenessMs: number[] = [];
let done!: () => void;
const allDone = new Promise<void>((resolve) => (done = resolve));

// Broker and client read the same clock: both run on this machine.
const { consumer, transport, close } = await ourConsumer(
  task,
  retryTopicOptions(task),
  ({ event, attempt, record }) => {
    if (attempt === 1) throw new Error('The first try fails');
    // In its tier a record bears the broker's time of the append.
    latenessMs.push(Date.now() - (record.timestampMs + task.delayMs));
    oracle.see(event);
    if (oracle.events === task.events) done();
  },
);
const definition = orderEventOf(task.topic);
const registry = memoryRegistry();
await registerContracts(registry, [definition]);
const codec = avroCodec({ registry, definitions: [definition] });
const newId = (): string => crypto.randomUUID();
const publisher = new EventPublisher({ sink: transport.sink(), codec, clock: systemClock, newId });

await consumer.start();
const usage = usageSince();
for (let serial = 0; serial < task.events; serial++) {
  await publisher.publish(definition, orderEvent(serial, task.keys), { source: '/bench' });
  await new Promise((resolve) => setTimeout(resolve, publishEveryMs));
}
await allDone;
const measurement = usage(task.events);
await close();
const figures = {
  latenessP50Ms: percentile(latenessMs, 0.5),
  latenessP99Ms: percentile(latenessMs, 0.99),
  latenessMaxMs: Math.max(...latenessMs),
  beforeDue: latenessMs.filter((each) => each < 0).length,
};
const result: RetryResult = { measurement: { ...measurement, figures }, sighting: oracle.sighting() };
printResult(result);
