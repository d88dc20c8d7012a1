import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noMetrics, type Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import kafkajs, { CompressionTypes, Kafka } from 'kafkajs';
import { produceWithJava, type JavaStep } from '../../../test/support/java-producer.js';
import { readAll, startReading } from '../../../test/support/read-topic.js';
import { describeWithJava } from '../../../test/support/describe-with-java.js';
import { describeWithStack } from '../../../test/support/stack.js';
import { unpackers } from './compression/unpackers.js';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

const { CompressionCodecs } = kafkajs;
const newTopic = (): string => `packed.${randomUUID().slice(0, 8)}`;

describeWithJava('records that Kafka’s Java client packed', ({ brokers }) => {
  let transport: Transport;
  beforeAll(() => {
    transport = kafkaTransport({ config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }) });
  });
  afterAll(() => transport.close());

  describe.each([
    ['gzip', 1],
    ['snappy', 2],
    ['lz4', 3],
    ['zstd', 4],
  ] as const)('in %s', (codec, number) => {
    it('61 are read byte for byte, from batches of many', async () => {
      const topic = newTopic();
      await transport.admin().ensureTopics([{ name: topic, partitions: 1 }]);
      const sent = Array.from({ length: 2_000 }, (_, index) => ({
        key: index % 3 === 0 ? null : randomBytes(index % 20),
        value:
          index % 50 === 0 ? null : Buffer.concat([Buffer.from('event '.repeat(index % 40)), randomBytes(index % 90)]),
        headers: [['trace', randomBytes(8)] as const, ['empty', Buffer.alloc(0)] as const].slice(0, index % 3),
      }));
      const steps: JavaStep[] = sent.map((record) => ({ op: 'send', topic, ...record }));
      const settings = { 'compression.type': codec, 'linger.ms': '200', 'batch.size': '500000' };
      const offsets = await produceWithJava(brokers, settings, steps);
      expect(offsets).toEqual(sent.map((_, index) => String(index)));
      const unpacked = countUnpacking(number);
      const records = await readAll(transport, topic, sent.length);
      expect(unpacked.count).toBeGreaterThan(0);
      expect(unpacked.count).toBeLessThan(200);
      expect(records.map(({ offset }) => offset)).toEqual(sent.map((_, index) => index));
      expect(records.map(({ key, value, headers }) => ({ key, value, headers: Object.entries(headers) }))).toEqual(
        sent,
      );
    }, 60_000);
  });

  it('are read from one batch of 150,000, more than a call can have arguments', async () => {
    const topic = newTopic();
    await transport.admin().ensureTopics([{ name: topic, partitions: 1 }]);
    const count = 150_000;
    const steps: JavaStep[] = Array.from({ length: count }, () => ({ op: 'send', topic, value: Buffer.from('x') }));
    const big = { 'batch.size': '33554432', 'max.request.size': '33554432', 'buffer.memory': '67108864' };
    await produceWithJava(brokers, { 'compression.type': 'zstd', 'linger.ms': '60000', ...big }, steps);
    const unpacked = countUnpacking(4);
    expect(await readAll(transport, topic, count)).toHaveLength(count);
    expect(unpacked.count).toBe(1);
  }, 60_000);
});

describeWithStack('a batch that unpacks to 500 MB, from half a megabyte', ({ brokers }) => {
  it('61 stops its partition with an alarm and without the memory; others and what is behind it can be read', async () => {
    const stopped = new Map<string, number>();
    const transport = kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
      metrics: {
        ...noMetrics,
        set: (name, value, labels) =>
          name === 'spillway_consumer_stopped_partition' && stopped.set(`${labels?.['partition']}`, value),
      },
    });
    const topic = newTopic();
    await transport.admin().ensureTopics([{ name: topic, partitions: 2 }]);
    const append = (partition: number, text: string) =>
      transport.sink().append({ topic, partition, key: null, value: Buffer.from(text), headers: {} });
    await append(0, 'before');
    expect(await sendPacked(brokers, topic, 0, bomb(500_000_000))).toBeLessThan(600_000);
    await append(0, 'behind');
    await append(1, 'first');

    const rssBefore = process.memoryUsage().rss;
    const reading = await startReading(transport, topic);
    await waitUntil('the alarm', () => reading.errors.length > 0, 20_000);
    await append(1, 'second');
    await waitUntil('the other partition goes on', () => reading.of(1).length === 2, 20_000);
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(300 * 2 ** 20);
    expect(reading.of(0).map(({ value }) => String(value))).toEqual(['before']);
    expect(reading.errors).toMatchObject([
      { code: 'SPW-1107', context: { topic, partition: 0, firstOffset: 1, lastOffset: 1, problem: 'over-limit' } },
    ]);
    expect(stopped).toEqual(new Map([['0', 1]]));

    // Back-pressure that ends does not wake it; moving its position does.
    reading.source.pause({ topic, partition: 0 });
    reading.source.resume({ topic, partition: 0 });
    reading.source.seek({ topic, partition: 0, offset: 2n });
    await waitUntil('what is behind it is read', () => reading.of(0).length === 2, 20_000);
    expect(reading.of(0).map(({ value }) => String(value))).toEqual(['before', 'behind']);
    expect(reading.errors).toHaveLength(1);
    expect(stopped).toEqual(new Map([['0', 0]]));
    await reading.source.stop();
    await transport.close();
  }, 90_000);
});

/** One record of so many zero bytes, as gzip in several parts. */
function bomb(valueBytes: number): Buffer {
  const part = 50_000_000;
  const zigzag = (value: number): number[] => {
    const bytes: number[] = [];
    let rest = value * 2;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
    return [...bytes, rest];
  };
  const head = [0, 0, 0, 1, ...zigzag(valueBytes)]; // attributes, deltas, no key
  const start = Buffer.from([...zigzag(head.length + valueBytes + 1), ...head]);
  const zeros = gzipSync(Buffer.alloc(part));
  return Buffer.concat([gzipSync(start), ...Array<Buffer>(valueBytes / part).fill(zeros), gzipSync(Buffer.alloc(1))]);
}

/** Sends bytes in place of one packed record; answers how many they are. */
async function sendPacked(
  brokers: readonly string[],
  topic: string,
  partition: number,
  packed: Buffer,
): Promise<number> {
  const ours = CompressionCodecs[CompressionTypes.GZIP];
  CompressionCodecs[CompressionTypes.GZIP] = () => ({ compress: () => Promise.resolve(packed) });
  const producer = new Kafka({ brokers: [...brokers], logLevel: 0 }).producer();
  await producer.connect();
  await producer.send({ topic, compression: CompressionTypes.GZIP, messages: [{ partition, value: 'x' }] });
  await producer.disconnect();
  CompressionCodecs[CompressionTypes.GZIP] = ours;
  return packed.length;
}

function countUnpacking(codec: number): { readonly count: number } {
  const unpacker = unpackers[codec] as { unpack: (packed: Buffer, maxBytes: number) => Buffer | Promise<Buffer> };
  const { unpack } = unpacker;
  const calls = { count: 0 };
  unpacker.unpack = (packed, maxBytes) => {
    calls.count++;
    return unpack(packed, maxBytes);
  };
  return calls;
}
