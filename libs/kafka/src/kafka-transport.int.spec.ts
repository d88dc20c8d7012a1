import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { LogFields, Logger, Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { Kafka } from 'kafkajs';
import { readAll } from '../../../test/support/read-topic.js';
import { describeWithStack } from '../../../test/support/stack.js';
import { describeCluster } from './admin/describe-cluster.js';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

const run = randomUUID().slice(0, 8);

describeWithStack('the kafkajs driver on a broker', ({ brokers }) => {
  const entries: { level: string; message: string }[] = [];
  const logAs = (level: string) => (_: LogFields, message: string) => void entries.push({ level, message });
  const logger: Logger = { debug: logAs('debug'), info: logAs('info'), warn: logAs('warn'), error: logAs('error') };
  const configFor = (environment: object = {}) =>
    kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(','), ...environment });
  let transport: Transport;
  beforeAll(async () => {
    transport = kafkaTransport({ config: configFor(), logger });
    await transport.connect();
  });
  afterAll(() => transport.close());

  async function topicOf(partitions: number): Promise<string> {
    const name = `driver.${randomUUID().slice(0, 8)}`;
    await transport.admin().ensureTopics([{ name, partitions }]);
    return name;
  }

  it('knows where the log lies once it is connected', async () => {
    const { id: clusterId, brokers: known } = await describeCluster(configFor());
    const [{ host: address, port } = { host: undefined, port: undefined }] = known.length === 1 ? known : [];
    expect(transport.place?.()).toEqual({ clusterId, address, port });
  });

  it('has every one of many concurrent appends where its ack says, in the order of the calls per key', async () => {
    const topic = await topicOf(6);
    const count = 5_000;
    const sent = Array.from({ length: count }, (_, index) => ({ key: `key-${index % 97}`, value: String(index) }));
    const acks = await Promise.all(
      sent.map(({ key, value }) =>
        transport.sink().append({ topic, key: Buffer.from(key), value: Buffer.from(value), headers: {} }),
      ),
    );
    const records = await readAll(transport, topic, count);
    expect(records).toHaveLength(count);
    const at = new Map(records.map((record) => [`${record.partition}/${record.offset}`, String(record.value)]));
    const wrong = acks.filter((ack, index) => at.get(`${ack.partition}/${ack.offset}`) !== sent[index]?.value);
    expect(wrong).toEqual([]);
    const lastOfKey = new Map<string, number>();
    for (const record of records.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset)) {
      const index = Number(record.value);
      expect(index).toBeGreaterThan(lastOfKey.get(String(record.key)) ?? -1);
      lastOfKey.set(String(record.key), index);
    }
  }, 60_000);

  it('writes to a partition that was added a moment ago', async () => {
    const topic = await topicOf(1);
    const append = (partition: number) =>
      transport.sink().append({ topic, partition, key: null, value: Buffer.from('x'), headers: {} });
    await append(0);
    await transport.admin().addPartitions(topic, 3);
    // The client's own view of the topic is renewed by a first try in vain.
    const isWritten = () => append(2).then(() => true, () => false); // prettier-ignore
    await waitUntil('it is written', isWritten, 20_000);
    expect((await readAll(transport, topic, 2)).map(({ partition }) => partition).toSorted()).toEqual([0, 2]);
  }, 30_000);

  it('keeps the timestamp it was given', async () => {
    const topic = await topicOf(1);
    const timestampMs = Date.UTC(2010, 11, 1, 8, 26);
    await transport.sink().append({ topic, key: null, value: Buffer.from('x'), headers: {}, timestampMs });
    expect((await readAll(transport, topic, 1))[0]?.timestampMs).toBe(timestampMs);
  }, 30_000);

  it('tells which record of a batch the broker finds too large; its neighbours are written', async () => {
    const topic = await topicOf(1);
    const generous = kafkaTransport({
      config: configFor({ SPILLWAY_KAFKA_MAX_RECORD_BYTES: '4000000', SPILLWAY_KAFKA_BATCH_BYTES: '8000000' }),
    });
    const append = (value: Buffer) => generous.sink().append({ topic, key: null, value, headers: {} });
    const outcomes = await Promise.allSettled([
      append(Buffer.from('a')),
      append(Buffer.alloc(3_000_000)),
      append(Buffer.from('b')),
    ]);
    expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : outcome.value))).toMatchObject([
      { offset: 0n },
      { code: 'SPW-1112' },
      { offset: 1n },
    ]);
    await generous.close();
  }, 30_000);

  it('writes what shares a request with what the broker refuses', async () => {
    const generous = kafkaTransport({
      config: configFor({ SPILLWAY_KAFKA_MAX_RECORD_BYTES: '4000000', SPILLWAY_KAFKA_BATCH_BYTES: '8000000' }),
    });
    const topics = [await topicOf(2), await topicOf(1)] as const;
    const append = (topic: string, partition: number, value: Buffer) =>
      generous.sink().append({ topic, partition, key: null, value, headers: {} });
    await Promise.all(topics.map((topic) => append(topic, 0, Buffer.from('first'))));
    const outcomes = await Promise.allSettled([
      append(topics[0], 0, Buffer.from('a')),
      append(topics[0], 1, Buffer.alloc(3_000_000)),
      append(topics[1], 0, Buffer.from('b')),
    ]);
    expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : outcome.value))).toMatchObject([
      { offset: 1n },
      { code: 'SPW-1112' },
      { offset: 1n },
    ]);
    await generous.close();
  }, 30_000);

  it('can write again what it read: any name of a header, and more bytes than an event may have', async () => {
    const topic = await topicOf(1);
    const big = `${topic}.big`;
    await transport
      .admin()
      .ensureTopics([{ name: big, partitions: 1, config: { 'max.message.bytes': String(64 * 1024 * 1024) } }]);
    const producer = new Kafka({ brokers: [...brokers], logLevel: 0 }).producer();
    await producer.connect();
    const headers = { constructor: '1', repeated: ['2', '3'] };
    await producer.send({ topic, messages: [{ value: Buffer.alloc(1_040_000), headers }] });
    await producer.disconnect();
    const [record] = await readAll(transport, topic, 1);
    await transport.sink().append({ ...record!, topic: big, isCopy: true });
    const [copy] = await readAll(transport, big, 1);
    expect(copy?.value?.length).toBe(1_040_000);
    expect(Object.entries(copy?.headers ?? {})).toEqual([
      ['constructor', Buffer.from('1')],
      ['repeated', [Buffer.from('2'), Buffer.from('3')]],
    ]);
  }, 30_000);

  it('says in time and with the address that no broker answers', async () => {
    const config = kafkaConfigSchema.parse({
      SPILLWAY_KAFKA_BROKERS: '127.0.0.1:1',
      SPILLWAY_KAFKA_START_TIMEOUT_MS: '1000',
    });
    const lonely = kafkaTransport({ config });
    const source = lonely.source({ groupId: `lonely-${run}`, topics: ['t'], startFrom: 'beginning' });
    const listener = { onAssigned: async () => [], onRevoking: async () => {}, onBatch: () => {}, onError: () => {} };
    await expect(source.start(listener)).rejects.toMatchObject({ code: 'SPW-1101' });
  }, 30_000);

  it('logs no warning and no error while all goes well', () => {
    expect(entries.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
  });
});
