import { Kafka, logLevel } from 'kafkajs';
import type { Ack, Rejection, Writer } from './writer.js';

export interface PlainOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly idempotent: boolean;
}

const sendsInFlight = 10;
const eventsPerSend = 5;
/** kafkajs's own defaults; under a test runner it would take others. */
const retry = { initialRetryTime: 300, maxRetryTime: 30_000, factor: 0.2, multiplier: 2, retries: 5 };

/** kafkajs as it is commonly used: ten sends in flight, each over several partitions, all replicas asked. */
export async function plainWriter(options: PlainOptions): Promise<Writer> {
  const { brokers, topic, partitions, idempotent } = options;
  const producer = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry }).producer({
    idempotent,
    allowAutoTopicCreation: false,
    retry,
  });
  await producer.connect();
  const acks: Ack[] = [];
  const rejections: Rejection[] = [];
  const waiting: number[] = [];
  const open = new Set<Promise<void>>();
  const sendNext = async (): Promise<void> => {
    const serials = waiting.splice(0, eventsPerSend);
    const messages = serials.map((serial) => ({ value: String(serial), partition: serial % partitions }));
    try {
      await producer.send({ topic, messages, acks: -1 });
      acks.push(...serials.map((serial) => ({ serial, partition: serial % partitions })));
    } catch {
      rejections.push(...serials.map((serial) => ({ serial, isNotWritten: false })));
    }
  };
  const pump = (): void => {
    while (waiting.length > 0 && open.size < sendsInFlight) {
      const sending: Promise<void> = sendNext().finally(() => {
        open.delete(sending);
        pump();
      });
      open.add(sending);
    }
  };
  return {
    name: idempotent ? 'kafkajs, idempotent' : 'kafkajs',
    topic,
    acks,
    rejections,
    write: (serial) => {
      waiting.push(serial);
      if (waiting.length >= eventsPerSend) pump();
    },
    settled: async () => {
      pump();
      while (open.size > 0) await Promise.all(open);
    },
    close: () => producer.disconnect(),
  };
}
