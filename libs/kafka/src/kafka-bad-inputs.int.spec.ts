import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogRecord, RecordHeaders, Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { Kafka } from 'kafkajs';
import { produceWithJava, type JavaStep } from '../../../test/support/java-producer.js';
import { readAll, startReading, type Reading } from '../../../test/support/read-topic.js';
import { describeWithJava } from '../../../test/support/describe-with-java.js';
import { kafkaConfigSchema } from './config/kafka-config.js';
import { kafkaTransport } from './kafka-transport.js';

describeWithJava('what a log may hold beside good records', ({ brokers }) => {
  const transportWith = (environment: object = {}): Transport =>
    kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(','), ...environment }),
    });
  let transport: Transport;
  beforeAll(() => {
    transport = transportWith();
  });
  afterAll(() => transport.close());

  async function newTopic(partitions = 1, config: Record<string, string> = {}): Promise<string> {
    const name = `odd.${randomUUID().slice(0, 8)}`;
    await transport.admin().ensureTopics([{ name, partitions, config }]);
    return name;
  }

  /**
   * Until the position is at the end of the one partition; checks that no offset is passed by without a word.
   *
   * @param isWhole where the end may still be on its way: the markers of a transaction come after its commit
   */
  async function readToEnd(
    topic: string,
    with_: Transport = transport,
    isWhole: (reading: Reading) => boolean = () => true,
  ): Promise<Reading> {
    const reading = await startReading(with_, topic);
    const isAtEnd = async (): Promise<boolean> => {
      const end = Number((await transport.admin().ranges(topic))[0]?.endOffset);
      return reading.batches.at(-1)?.nextOffset === end && isWhole(reading);
    };
    await waitUntil(`${topic} is read to its end`, isAtEnd, 30_000);
    await reading.source.stop();
    for (const [index, batch] of reading.batches.entries()) {
      expect(batch.baseOffset).toBe(reading.batches[index - 1]?.nextOffset ?? 0);
    }
    expect(reading.errors).toEqual([]);
    return reading;
  }

  const textsOf = ({ records }: Reading): string[] => records.map(({ value }) => String(value));

  describe('62 transactions of Kafka’s Java client', () => {
    const write = (topic: string, steps: readonly (JavaStep | readonly [text: string, key?: Buffer])[]) =>
      produceWithJava(
        brokers,
        { 'transactional.id': randomUUID(), 'compression.type': 'lz4' },
        steps.map((step) =>
          'op' in step ? step : { op: 'send', topic, key: step[1] ?? null, value: Buffer.from(step[0]) },
        ),
      );
    const begin: JavaStep = { op: 'begin' };
    const commit: JavaStep = { op: 'commit' };
    const abort: JavaStep = { op: 'abort' };
    // Without it the client drops what it has not sent yet, and nothing of it comes into the log.
    const flush: JavaStep = { op: 'flush' };

    it('62 are read when they were committed, and no record of those that were aborted; markers are passed by', async () => {
      const topic = await newTopic();
      const zero = Buffer.alloc(4);
      await write(topic, [
        ...([begin, ['a'], ['b'], commit] as const),
        // An Integer 0 as key looks like the marker of an abort.
        ...([begin, ['lost', zero], { op: 'flush' }, ['lost too'], abort] as const),
        ...([begin, ['c', zero], commit] as const),
      ]);
      const reading = await readToEnd(topic, transport, ({ records }) => records.length >= 3);
      expect(textsOf(reading)).toEqual(['a', 'b', 'c']);
    }, 60_000);

    it('62 that were aborted, and nothing else, leave a position at the end', async () => {
      const topic = await newTopic();
      await write(topic, [begin, ['lost'], flush, abort, begin, ['lost too'], flush, abort]);
      const reading = await readToEnd(topic, transport, ({ batches }) => batches.at(-1)!.nextOffset >= 4);
      expect(textsOf(reading)).toEqual([]);
      expect(reading.batches.at(-1)?.nextOffset).toBe(4);
    }, 60_000);
  });

  describe('62 compaction', () => {
    const compacting = {
      'cleanup.policy': 'compact',
      'segment.ms': '100',
      'min.cleanable.dirty.ratio': '0.001',
      'delete.retention.ms': '1',
    };
    const send = (topic: string, key: string, value: string | Buffer): JavaStep => ({
      op: 'send',
      topic,
      key: Buffer.from(key),
      value: Buffer.from(value),
    });

    /** Writes into another segment each time, so that those before can be compacted. */
    async function writeInSegments(topic: string, segments: readonly (readonly JavaStep[])[]): Promise<void> {
      for (const steps of segments) {
        await produceWithJava(brokers, { 'compression.type': 'zstd', 'linger.ms': '50' }, steps);
        await sleep(200);
      }
    }

    it('62 leaves holes at any place, which are passed by', async () => {
      const topic = await newTopic(1, compacting);
      const many = Array.from({ length: 300 }, (_, index) => send(topic, `key-${index % 5}`, `value-${index}`));
      await writeInSegments(topic, [many, [send(topic, 'other', 'x')], [send(topic, 'last', 'y')]]);
      await waitUntil('it is compacted', async () => (await readToEnd(topic)).records.length === 7, 90_000);
      const reading = await readToEnd(topic);
      expect(textsOf(reading)).toEqual(['value-295', 'value-296', 'value-297', 'value-298', 'value-299', 'x', 'y']);
      expect(reading.records.map(({ offset }) => offset)).toEqual([295, 296, 297, 298, 299, 300, 301]);
    }, 120_000);

    it('62 can leave a batch without records, alone in a fetch', async () => {
      const topic = await newTopic(1, compacting);
      const large = randomBytes(30_000);
      // The last batch of a producer stays when all of it is gone. What follows does not fit into the same fetch.
      await writeInSegments(topic, [
        [send(topic, 'key', 'old')],
        [send(topic, 'key', large)],
        [send(topic, 'last', 'y')],
      ]);
      await waitUntil('it is compacted', async () => (await readToEnd(topic)).records.length === 2, 90_000);
      const small = transportWith({ SPILLWAY_KAFKA_FETCH_PARTITION_BYTES: '16384' });
      const reading = await readToEnd(topic, small);
      await small.close();
      expect(reading.records.map(({ offset }) => offset)).toEqual([1, 2]);
      expect(reading.records[0]?.value?.equals(large)).toBe(true);
    }, 120_000);
  });

  describe('63 timestamps', () => {
    it.each([-1n, 0n, 2n ** 63n - 1n])(
      '63 %s is read, and kept in a copy',
      async (timestamp) => {
        const topic = await newTopic(1, { 'message.timestamp.after.max.ms': String(2n ** 63n - 1n) });
        await sendWithKafkajs(brokers, topic, timestamp);
        const [read] = await readAll(transport, topic, 1);
        expect(read?.timestampMs).toBe(Number(timestamp));
        await transport.sink().append({ ...read!, isCopy: true });
        const [, copy] = await readAll(transport, topic, 2);
        expect(copy?.timestampMs).toBe(Number(timestamp));
      },
      60_000,
    );
  });

  describe('headers and keys', () => {
    const headerSets: readonly (readonly [string, readonly (readonly [string, Buffer])[]])[] = [
      [
        'a repeated name',
        [
          ['n', Buffer.from('1')],
          ['n', Buffer.from('2')],
          ['n', Buffer.from('1')],
        ],
      ],
      ['an empty name', [['', Buffer.from('1')]]],
      [
        'names of every object’s members',
        [
          ['__proto__', Buffer.from('1')],
          ['constructor', Buffer.from('2')],
          ['__proto__', Buffer.from('3')],
        ],
      ],
      [
        'binary and no UTF-8',
        [
          ['b', Buffer.from([0, 255, 0xc3, 0x28, 0xed, 0xa0, 0x80])],
          ['é😀', randomBytes(64)],
        ],
      ],
      [
        '10,000 of them',
        Array.from({ length: 10_000 }, (_, index) => [`h${index % 7_000}`, Buffer.from([index & 255])] as const),
      ],
      ['one of 900 KB', [['big', randomBytes(900_000)]]],
    ];

    it('57 headers come byte for byte through a copy', async () => {
      const [topic, copies] = [await newTopic(), await newTopic()];
      await produceWithJava(
        brokers,
        {},
        headerSets.map(([, headers]) => ({ op: 'send', topic, headers })),
      );
      const records = await readAll(transport, topic, headerSets.length);
      for (const record of records) await transport.sink().append({ ...record, topic: copies, isCopy: true });
      const copied = await readAll(transport, copies, headerSets.length);
      for (const [index, [, headers]] of headerSets.entries()) {
        expect(flat(records[index]!.headers)).toEqual(byName(headers));
        expect(flat(copied[index]!.headers)).toEqual(byName(headers));
      }
    }, 60_000);

    it('59 an empty key is another than none, has its partition, and keeps both in a copy', async () => {
      const topic = await newTopic(6);
      const copies = await newTopic(6);
      const keyed: JavaStep[] = ['a', 'b', 'c'].map((text) => ({
        op: 'send',
        topic,
        key: Buffer.alloc(0),
        value: Buffer.from(text),
      }));
      await produceWithJava(brokers, {}, [
        ...keyed,
        { op: 'send', topic, partition: 2, key: null, value: Buffer.from('none') },
      ]);
      const records = await readAll(transport, topic, 4);
      const none = records.find(({ value }) => String(value) === 'none')!;
      const empty = records.filter((record) => record !== none);
      expect(none).toMatchObject({ key: null, partition: 2 });
      expect(empty.map(({ key }) => key)).toEqual([Buffer.alloc(0), Buffer.alloc(0), Buffer.alloc(0)]);
      for (const { partition: _, ...record } of empty) await transport.sink().append({ ...record, topic: copies });
      await transport.sink().append({ ...none, topic: copies });
      const shown = (all: readonly LogRecord[]) =>
        new Set(all.map(({ partition, key, value }) => `${partition} ${key?.length} ${value}`));
      expect(shown(await readAll(transport, copies, 4))).toEqual(shown(records));
    }, 60_000);
  });
});

/** Kafka's Java client refuses a negative timestamp before sending. */
async function sendWithKafkajs(brokers: readonly string[], topic: string, timestamp: bigint): Promise<void> {
  const producer = new Kafka({ brokers: [...brokers], logLevel: 0 }).producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ value: 'x', timestamp: String(timestamp) }] });
  await producer.disconnect();
}

/** Bytes as text: comparing a million of them one by one takes a minute. */
function flat(headers: RecordHeaders): [string, string[]][] {
  return Object.entries(headers).map(([name, value]) => [name, ([value].flat() as Buffer[]).map(base64)]);
}

/** The order that is kept: of the values of one name, and of names by their first value. */
function byName(headers: readonly (readonly [string, Buffer])[]): [string, string[]][] {
  const names = new Map<string, string[]>();
  for (const [name, value] of headers) names.set(name, [...(names.get(name) ?? []), base64(value)]);
  return [...names];
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64');
}
