import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { deadLetterTopic, defineEvent } from '@spillway/events';
import {
  defineGroup,
  GroupConsumer,
  noMetrics,
  retryTopicDefinitions,
  silentLogger,
  systemClock,
} from '@spillway/streaming';
import { jsonCodec } from '@spillway/testing';
import { describeWithSpring } from '../../../test/support/describe-with-java.js';
import { runJava } from '../../../test/support/run-java.js';
import { readAll } from '../../../test/support/read-topic.js';
import { springDir } from '../../../tools/setup/paths.mjs';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

function shopWith(timestampType: string) {
  const run = randomUUID().slice(0, 8);
  const topic = `springs.${timestampType}.${run}`;
  const schema = { type: 'record', name: 'Sent', namespace: topic, fields: [] };
  const Sent = defineEvent<{ readonly number: string }>({ topic, schema, key: ({ number }) => number });
  const group = defineGroup(`spring-${run}`, {
    startFrom: 'beginning',
    topics: { [topic]: { ordering: 'key', retry: { delaysMs: [200] }, compat: 'spring' } },
  });
  return { topic, group, Sent };
}

interface JavaAnswer {
  readonly read: Readonly<Record<string, unknown>>;
  readonly isTheSame: boolean;
  readonly ours: Readonly<Record<string, string>>;
  readonly springs: Readonly<Record<string, string>>;
}

describeWithSpring('a dead letter of a group with `compat: spring`', ({ brokers }) => {
  it.each([
    ['of its writer', 'CreateTime'],
    ['of the broker', 'LogAppendTime'],
  ] as const)(
    'is read by Spring for Apache Kafka, of a topic with the time %s: every name, every form, and the way back to its record',
    async (_, timestampType) => {
      const { topic, group, Sent } = shopWith(timestampType);
      const transport = kafkaTransport({
        config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
      });
      await transport
        .admin()
        .ensureTopics([
          { name: topic, partitions: 1, config: { 'message.timestamp.type': timestampType } },
          ...retryTopicDefinitions(group, topic, 1),
        ]);
      const codec = jsonCodec([Sent]);
      const timestampMs = Date.now() - 5_000;
      for (const number of ['good', 'bad ü']) {
        const value = await codec.encode(Sent, { number });
        await transport.sink().append({ topic, key: Buffer.from(number), value, headers: {}, timestampMs });
      }
      const consumer = new GroupConsumer({
        transport,
        group,
        codec,
        clock: systemClock,
        logger: silentLogger,
        metrics: noMetrics,
        handlers: [
          {
            kind: 'single',
            name: 'sort',
            definitions: [Sent],
            handle: ({ event }) => {
              if ((event as { number: string }).number !== 'good') throw new TypeError('the belt stands: größer');
            },
          },
        ],
      });
      await consumer.start();
      const letters = deadLetterTopic(topic, group.name);
      await readAll(transport, letters, 1);
      await consumer.stop();
      await transport.close();

      const output = await runJava('ReadSpringHeaders', [brokers.join(','), letters], { jars: springDir });
      const { read, isTheSame, ours, springs } = JSON.parse(output.toString('utf8')) as JavaAnswer;
      expect(read).toEqual({
        topic,
        partition: 0,
        offset: 1,
        timestamp: timestampType === 'CreateTime' ? timestampMs : expect.any(Number),
        timestampType,
        group: group.name,
        exception: 'TypeError',
        cause: 'TypeError',
        message: 'the belt stands: größer',
        stacktrace: expect.stringMatching(/^\s+at .*spring-headers\.int\.spec/) as unknown,
      });
      expect(isTheSame).toBe(true);
      // Where the record lay is told as Spring itself tells it, bit for bit; why it failed is another matter.
      const places = (headers: Readonly<Record<string, string>>) =>
        Object.entries(headers).filter(([name]) => name.startsWith('kafka_dlt-original-'));
      expect(places(ours).toSorted()).toEqual(places(springs).toSorted());
      expect(places(ours)).toHaveLength(6);
      expect(Object.keys(ours).toSorted()).toEqual(Object.keys(springs).toSorted());
    },
    120_000,
  );
});
