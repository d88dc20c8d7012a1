import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { deadLetterTopic, defineEvent, redriveTopic, retryTopic } from '@spillway/events';
import {
  deadLetterOf,
  DeadLetters,
  defineGroup,
  EventPublisher,
  exponential,
  GroupConsumer,
  noMetrics,
  retryTopicDefinitions,
  silentLogger,
  systemClock,
  type Transport,
} from '@spillway/streaming';
import { jsonCodec, waitUntil } from '@spillway/testing';
import { describeWithStack } from '../../../test/support/stack.js';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

const run = randomUUID().slice(0, 8);
const topic = `letters.${run}`;
const schema = { type: 'record', name: 'Sent', namespace: topic, fields: [] };
const Sent = defineEvent<{ readonly number: string }>({ topic, schema, key: ({ number }) => number });
const retry = exponential({ initialMs: 200, factor: 2, maxMs: 200 });
const group = defineGroup(`sorting-${run}`, {
  startFrom: 'beginning',
  topics: { [topic]: { ordering: 'key', retry } },
});
const inPlace = defineGroup(`counting-${run}`, {
  startFrom: 'beginning',
  topics: { [topic]: { ordering: 'partition' } },
});

describeWithStack('dead letters on a broker', ({ brokers }) => {
  let transport: Transport;
  beforeAll(async () => {
    transport = kafkaTransport({ config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }) });
    await transport.connect();
    await transport
      .admin()
      .ensureTopics([
        { name: topic, partitions: 2 },
        ...retryTopicDefinitions(group, topic, 2),
        ...retryTopicDefinitions(inPlace, topic, 2),
      ]);
  });
  afterAll(() => transport.close());

  it.each([
    ['retry topics', group, 2, retryTopic(topic, group.name, '200ms')],
    ['tries in place', inPlace, 4, redriveTopic(topic, inPlace.name)],
  ])(
    'an event dies, is listed and shown, its handler is corrected, it is sent back and completes: %s',
    async (_, of, tries, toTopic) => {
      const codec = jsonCodec([Sent]);
      const sink = transport.sink();
      const publisher = new EventPublisher({ sink, codec, clock: systemClock, newId: randomUUID });
      const number = randomUUID();
      let isBroken = true;
      const attempts: number[] = [];
      const consumer = new GroupConsumer({
        transport,
        group: of,
        codec,
        clock: systemClock,
        logger: silentLogger,
        metrics: noMetrics,
        handlers: [
          {
            kind: 'single',
            name: 'sort',
            definitions: [Sent],
            handle: ({ attempt, event }) => {
              if ((event as { number: string }).number !== number) return;
              attempts.push(attempt);
              if (isBroken) throw new TypeError('the belt stands');
            },
          },
        ],
      });
      await consumer.start();
      const letters = new DeadLetters(of, transport);
      try {
        await publisher.publish(Sent, { number }, { source: '/test' });
        const list = async () => (await letters.list({ limit: 10 })).letters;
        await waitUntil('the event is dead', async () => (await list()).length === 1, 30_000);
        const [letter] = await list();
        expect(letter).toMatchObject({
          key: Buffer.from(number),
          attempts: tries,
          last: { message: 'the belt stands' },
        });
        const record = await letters.find(letter!.id);
        expect(deadLetterOf(record)).toEqual(letter);
        expect(codec.decode(record.value!)).toMatchObject({ payload: { number } });
        isBroken = false;
        attempts.length = 0;
        const sent = await letters.sendBack([letter!.id]);
        expect(sent.letters).toEqual([{ id: letter!.id, outcome: 'sent', toTopic }]);
        expect((await letters.sendBack([letter!.id])).letters[0]!.outcome).toBe('repeated');
        await waitUntil('it is done', () => attempts.length > 0, 30_000);
        expect(attempts).toEqual([1]);
        const ranges = await transport.admin().ranges(deadLetterTopic(topic, of.name));
        expect(ranges.reduce((sum, { endOffset }) => sum + Number(endOffset), 0)).toBe(1);
      } finally {
        await consumer.stop();
      }
    },
    90_000,
  );
});
