import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  readConfig,
  type LogFields,
  type Logger,
  type RecordSourceListener,
  type Transport,
} from '@spillway/streaming';
import {
  otherCertificate,
  startSecureBroker,
  type ScramUser,
  type SecureBroker,
} from '../../../test/support/secure-broker.js';
import { readAll } from '../../../test/support/read-topic.js';
import { describeWithStack } from '../../../test/support/stack.js';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

const users: readonly ScramUser[] = [
  { mechanism: 'SCRAM-SHA-256', name: 'anna', password: 'anna’s password' },
  { mechanism: 'SCRAM-SHA-512', name: 'ben', password: 'ben’s secret' },
];

describeWithStack('a broker with TLS and SCRAM', () => {
  let broker: SecureBroker;
  beforeAll(async () => {
    broker = await startSecureBroker(users);
  }, 120_000);
  afterAll(() => broker?.stop());

  const problems: string[] = [];
  const note = (_: LogFields, message: string): void => void problems.push(message);
  const logger: Logger = { debug: () => {}, info: () => {}, warn: note, error: note };

  function transportFor(user: ScramUser, environment: Record<string, string> = {}): Transport {
    return kafkaTransport({
      logger,
      config: readConfig(kafkaConfigSchema, {
        SPILLWAY_KAFKA_BROKERS: broker.address,
        SPILLWAY_KAFKA_TLS: 'true',
        SPILLWAY_KAFKA_TLS_CA: broker.certificate,
        SPILLWAY_KAFKA_SASL_MECHANISM: user.mechanism,
        SPILLWAY_KAFKA_SASL_USERNAME: user.name,
        SPILLWAY_KAFKA_SASL_PASSWORD: user.password,
        ...environment,
      }),
    });
  }

  it.each(users)(
    'serves who authenticates by $mechanism: topics, publishing, consuming, topic id',
    async (user) => {
      const topic = `secure.${user.name}`;
      const transport = transportFor(user);
      await transport.connect();
      await transport.admin().ensureTopics([{ name: topic, partitions: 1 }]);
      await transport.sink().append({ topic, key: null, value: Buffer.from('secret'), headers: {} });
      expect((await readAll(transport, topic, 1)).map(({ value }) => String(value))).toEqual(['secret']);
      expect(await transport.admin().topicId(topic)).toMatch(/^[0-9a-f-]{36}$/);
      await transport.close();
    },
    60_000,
  );

  it.each([
    ['a wrong password', 'SPW-1102', async () => ({ SPILLWAY_KAFKA_SASL_PASSWORD: 'wrong' })],
    ['an unknown user', 'SPW-1102', async () => ({ SPILLWAY_KAFKA_SASL_USERNAME: 'nobody' })],
    ['a certificate of an unknown CA', 'SPW-1108', async () => ({ SPILLWAY_KAFKA_TLS_CA: await otherCertificate() })],
    [
      'a certificate for another name',
      'SPW-1108',
      async () => ({ SPILLWAY_KAFKA_BROKERS: broker.address.replace('127.0.0.1', 'localhost') }),
    ],
  ] as const)(
    'is refused with %s: %s from connecting, reading and writing, and no attempt after that',
    async (_, code, change) => {
      const transport = transportFor(users[1]!, await change());
      await expect(transport.connect()).rejects.toMatchObject({ code });
      const listener: RecordSourceListener = {
        onAssigned: async () => [],
        onRevoking: async () => {},
        onBatch: () => {},
        onError: () => {},
      };
      const source = transport.source({ groupId: 'refused', topics: ['secure.ben'], startFrom: 'beginning' });
      await expect(source.start(listener)).rejects.toMatchObject({ code });
      const record = { topic: 'secure.ben', key: null, value: Buffer.from('x'), headers: {} };
      await expect(transport.sink().append(record)).rejects.toMatchObject({ code: 'SPW-1110', cause: { code } });
      await transport.close();
      const before = problems.length;
      await sleep(3_000);
      expect(problems.slice(before)).toEqual([]);
      expect(problems.join('\n')).not.toContain(users[1]!.password);
    },
    60_000,
  );
});
