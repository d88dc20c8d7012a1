import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { deadLetterTopic, defineEvent, retryTopic } from '@spillway/events';
import {
  defineGroup,
  GroupConsumer,
  noMetrics,
  retryTopicDefinitions,
  silentLogger,
  systemClock,
  type LogRecord,
  type Transport,
} from '@spillway/streaming';
import { jsonCodec } from '@spillway/testing';
import { Kafka } from 'kafkajs';
import { readAll } from '../../../test/support/read-topic.js';
import { describeWithStack } from '../../../test/support/stack.js';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

const run = randomUUID().slice(0, 8);
const topic = `largest.${run}`;
const schema = { type: 'record', name: 'Sent', namespace: topic, fields: [] };
const Sent = defineEvent<{ readonly text: string }>({ topic, schema, key: () => 'k' });
const group = defineGroup(`carrying-${run}`, {
  startFrom: 'beginning',
  topics: { [topic]: { ordering: 'key', retry: { delaysMs: [200] } } },
});
/** Of a batch with one record, all of Kafka's own bytes included: the broker's default. */
const maxMessageBytes = 1_048_588;

describeWithStack('a record as large as its topic takes', ({ brokers }) => {
  let transport: Transport;
  beforeAll(async () => {
    transport = kafkaTransport({ config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }) });
    await transport.connect();
    await transport.admin().ensureTopics([{ name: topic, partitions: 1 }, ...retryTopicDefinitions(group, topic, 1)]);
  });
  afterAll(() => transport.close());

  it('60 fits into every tier and the dead letters, with all that is said of it', async () => {
    const key = Buffer.from('k');
    const value = await largestValue(brokers, key);
    const attempts: number[] = [];
    const consumer = new GroupConsumer({
      transport,
      group,
      codec: jsonCodec([Sent]),
      clock: systemClock,
      logger: silentLogger,
      metrics: noMetrics,
      handlers: [
        {
          kind: 'single',
          name: 'carry',
          definitions: [Sent],
          handle: ({ attempt }) => {
            attempts.push(attempt);
            throw Object.assign(new Error('ü'.repeat(100_000)), { name: 'TooHeavy'.repeat(1_000) });
          },
        },
      ],
    });
    await consumer.start();
    try {
      const [copy] = await readAll(transport, retryTopic(topic, group.name, '200ms'), 1);
      const [letter] = await readAll(transport, deadLetterTopic(topic, group.name), 1);
      expect(attempts).toEqual([1, 2]);
      for (const record of [copy!, letter!]) {
        expect(record.key?.equals(key)).toBe(true);
        expect(record.value?.equals(value)).toBe(true);
        expect(ownHeaderBytes(record)).toBeGreaterThan(1_000);
        expect(ownHeaderBytes(record)).toBeLessThanOrEqual(8_192);
      }
    } finally {
      await consumer.stop();
    }
  }, 90_000);

  /** Writes the largest value that the broker takes, found by trying, and answers it. */
  async function largestValue(addresses: readonly string[], key: Buffer): Promise<Buffer> {
    const producer = new Kafka({ brokers: [...addresses], logLevel: 0 }).producer({ retry: { retries: 0 } });
    await producer.connect();
    const filler = randomBytes(maxMessageBytes / 2).toString('hex');
    const text = (bytes: number): Buffer =>
      Buffer.from(JSON.stringify({ type: Sent.type, payload: { text: filler.slice(0, bytes) } }));
    const frameBytes = text(0).length;
    for (let bytes = maxMessageBytes - frameBytes; ; bytes--) {
      const value = text(bytes);
      const isTaken = await producer.send({ topic, messages: [{ key, value }] }).then(
        () => true,
        () => false,
      );
      if (!isTaken) continue;
      await producer.disconnect();
      expect(maxMessageBytes - value.length).toBeLessThan(200);
      return value;
    }
  }
});

function ownHeaderBytes({ headers }: LogRecord): number {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('spillway-'));
  return own.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + (value as Buffer).length, 0);
}
