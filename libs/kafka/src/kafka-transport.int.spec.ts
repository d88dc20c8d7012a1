import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { waitUntil } from '@spillway/testing';
import type { LogFields, LogRecord, Logger, RecordSourceListener, Transport } from '@spillway/streaming';
import kafkajs, { CompressionTypes, Kafka } from 'kafkajs';
import { retailTopics } from '@spillway/events';
import { describeWithStack } from '../../../test/support/stack.js';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

const { CompressionCodecs } = kafkajs;
const run = randomUUID().slice(0, 8);

/** Bytes in Snappy's format, not made smaller. */
function asSnappyLiteral(bytes: Buffer): Buffer {
  const length = Buffer.from([(bytes.length & 0x7f) | 0x80, bytes.length >> 7]);
  const tag = Buffer.from([61 << 2, (bytes.length - 1) & 0xff, (bytes.length - 1) >> 8]);
  return Buffer.concat([length, tag, bytes]);
}

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

  async function readAll(topic: string, count: number): Promise<LogRecord[]> {
    const records: LogRecord[] = [];
    const listener: RecordSourceListener = {
      onAssigned: async () => [],
      onRevoking: async () => {},
      onBatch: (batch) => void records.push(...batch.records),
      onError: () => {},
    };
    const source = transport.source({ groupId: `reader-${randomUUID()}`, topics: [topic], startFrom: 'beginning' });
    await source.start(listener);
    await waitUntil(`${count} records of ${topic} are read`, () => records.length >= count, 20_000);
    await source.stop();
    return records;
  }

  it('has every one of many concurrent appends where its ack says, in the order of the calls per key', async () => {
    const topic = await topicOf(6);
    const count = 5_000;
    const sent = Array.from({ length: count }, (_, index) => ({ key: `key-${index % 97}`, value: String(index) }));
    const acks = await Promise.all(
      sent.map(({ key, value }) =>
        transport.sink().append({ topic, key: Buffer.from(key), value: Buffer.from(value), headers: {} }),
      ),
    );
    const records = await readAll(topic, count);
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

  it('keeps the timestamp it was given', async () => {
    const topic = await topicOf(1);
    const timestampMs = Date.UTC(2010, 11, 1, 8, 26);
    await transport.sink().append({ topic, key: null, value: Buffer.from('x'), headers: {}, timestampMs });
    expect((await readAll(topic, 1))[0]?.timestampMs).toBe(timestampMs);
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
    const [record] = await readAll(topic, 1);
    await transport.sink().append({ ...record!, topic: big, isCopy: true });
    const [copy] = await readAll(big, 1);
    expect(copy?.value?.length).toBe(1_040_000);
    expect(Object.entries(copy?.headers ?? {})).toEqual([
      ['constructor', Buffer.from('1')],
      ['repeated', [Buffer.from('2'), Buffer.from('3')]],
    ]);
  }, 30_000);

  it.each([
    ['gzip', CompressionTypes.GZIP],
    ['zstd', CompressionTypes.ZSTD],
  ])(
    'reads what others compressed with %s',
    async (_, compression) => {
      const topic = await topicOf(1);
      const producer = new Kafka({ brokers: [...brokers], logLevel: 0 }).producer();
      await producer.connect();
      const messages = ['a', 'b'].map((value) => ({ value, headers: { name: 'x' } }));
      await producer.send({ topic, compression, messages });
      await producer.disconnect();
      expect((await readAll(topic, 2)).map(({ value }) => String(value))).toEqual(['a', 'b']);
    },
    30_000,
  );

  it('reads what others compressed with a codec it does not have, where the topic stores bytes uncompressed', async () => {
    const [orders] = retailTopics;
    const topic = `${orders!.name}.${randomUUID().slice(0, 8)}`;
    await transport.admin().ensureTopics([{ ...orders!, name: topic, partitions: 1 }]);
    CompressionCodecs[CompressionTypes.Snappy] = () => ({
      compress: async (encoder: { buffer: Buffer }) => asSnappyLiteral(encoder.buffer),
      decompress: () => Promise.reject(new Error('No codec')),
    });
    const producer = new Kafka({ brokers: [...brokers], logLevel: 0 }).producer();
    await producer.connect();
    await producer.send({ topic, compression: CompressionTypes.Snappy, messages: [{ value: 'a' }] });
    await producer.disconnect();
    expect((await readAll(topic, 1)).map(({ value }) => String(value))).toEqual(['a']);
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
