// The least that kafkajs allows: the bare loop, and what fails is sent to a topic, with its error, before the batch is done.
import avsc, { type Type } from 'avsc';
import { Kafka, logLevel, type KafkaMessage, type Message } from 'kafkajs';
import { fetchSettings } from '../../harness/fetch-settings.ts';
import { Oracle } from '../../harness/oracle.ts';
import { orderEventSchema, type OrderEvent } from '../../harness/order-event.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { mustFail } from './must-fail.ts';
import { unmeasuredOf, type RetryResult, type RetryTask } from './retry-task.ts';

const frameBytes = 5;
const task = taskOf<RetryTask>();
const unmeasured = unmeasuredOf(task);
const oracle = new Oracle(task.keys);
const types = new Map<number, Type>([[1, avsc.Type.forSchema(orderEventSchema as never)]]);
let retried = 0;
let before = 0;
let isMeasured = unmeasured === 0;
let usage = usageSince();
let drained!: () => void;
const allDrained = new Promise<void>((resolve) => (drained = resolve));

// The warning about negative time-outs is kafkajs's own, in every process on Node 24.
process.removeAllListeners('warning');
const kafka = new Kafka({ brokers: [...task.brokers], logLevel: logLevel.NOTHING });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
const consumer = kafka.consumer({ groupId: task.groupId, ...fetchSettings });

/** Counts the event as the handlers of ours do; that it fails has no other effect than its retry. */
function handle(event: OrderEvent): void {
  oracle.see(event);
  if (mustFail(event, task.failEvery)) throw new Error('The first try fails');
}

function copyOf({ key, value, headers, offset }: KafkaMessage, partition: number, error: Error): Message {
  const origin = { 'origin-topic': task.topic, 'origin-partition': String(partition), 'origin-offset': offset };
  const cause = { 'error-class': error.name, 'error-message': error.message, 'error-stack': error.stack ?? '' };
  return { key, value, partition, headers: { ...headers, ...origin, ...cause, attempt: '1' } };
}

await producer.connect();
await consumer.connect();
await consumer.subscribe({ topic: task.topic, fromBeginning: true });
await consumer.run({
  partitionsConsumedConcurrently: 12,
  eachBatch: async ({ batch: { messages, partition } }) => {
    const copies: Message[] = [];
    for (const message of messages) {
      const type = types.get(message.value!.readUInt32BE(1))!;
      try {
        handle((type.decode(message.value!, frameBytes) as { value: OrderEvent }).value);
      } catch (error) {
        copies.push(copyOf(message, partition, error as Error));
      }
    }
    if (copies.length > 0) await producer.send({ topic: task.retryTopic!, messages: copies });
    retried += copies.length;
    if (!isMeasured && oracle.events >= unmeasured) [isMeasured, before, usage] = [true, oracle.events, usageSince()];
    if (oracle.events >= task.events) drained();
  },
});
await allDrained;
const measurement = usage(task.events - before);
await consumer.disconnect();
await producer.disconnect();
const result: RetryResult = { measurement: { ...measurement, figures: { retried } }, sighting: oracle.sighting() };
printResult(result);
