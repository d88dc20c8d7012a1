import assert from 'node:assert/strict';
import { isSpillwayError } from '@spillway/events';
import { waitUntil } from '../../wait/wait-until.js';
import { recordOf } from './contract-bench.js';
import type { TransportPromise } from './transport-promise.js';

/** Key → partition of 12, by Kafka's Java client. */
const javaPartitions: Readonly<Record<string, number>> = {
  '21': (-973932308 & 0x7fffffff) % 12,
  foobar: (-790332482 & 0x7fffffff) % 12,
  'a-little-bit-long-string': (-985981536 & 0x7fffffff) % 12,
  'a-little-bit-longer-string': (-1486304829 & 0x7fffffff) % 12,
  abc: 479470107 % 12,
};

export const appendingContract: readonly TransportPromise[] = [
  {
    name: 'appends of one key keep the order of the calls',
    body: async (bench) => {
      const topic = await bench.topic(3);
      const sink = bench.transport.sink();
      const key = Buffer.from('one-key');
      const values = Array.from({ length: 50 }, (_, index) => String(index));
      const acks = await Promise.all(
        values.map((value) => sink.append(recordOf({ topic, key, value: Buffer.from(value) }))),
      );
      assert.equal(new Set(acks.map((ack) => ack.partition)).size, 1);
      const { heard } = await bench.member({ topics: [topic] });
      await waitUntil('all records read', () => heard.records.length >= values.length);
      assert.deepEqual(heard.values(), values);
    },
  },
  {
    name: 'an ack names the position where the record lies',
    body: async (bench) => {
      const topic = await bench.topic(2);
      await bench.fill(topic, 1, 3);
      const ack = await bench.transport
        .sink()
        .append(recordOf({ topic, partition: 1, value: Buffer.from('this one') }));
      const { appendedAtMs: _, ...position } = ack;
      assert.deepEqual(position, { topic, partition: 1, offset: 3n });
      const { heard } = await bench.member({ topics: [topic] });
      await waitUntil('all records read', () => heard.records.length >= 4);
      assert.equal(heard.records.find((record) => record.offset === 3)?.value?.toString(), 'this one');
    },
  },
  {
    name: 'an ack of a topic that stamps appends tells the time that the record then carries',
    body: async (bench) => {
      const topic = bench.name('stamped');
      const config = { 'message.timestamp.type': 'LogAppendTime' };
      await bench.transport.admin().ensureTopics([{ name: topic, partitions: 1, config }]);
      const ack = await bench.transport.sink().append(recordOf({ topic, timestampMs: 1_000 }));
      const { heard } = await bench.member({ topics: [topic] });
      await waitUntil('the record is read', () => heard.records.length === 1);
      assert.ok(ack.appendedAtMs! > 1_000);
      assert.equal(heard.records[0]!.timestampMs, ack.appendedAtMs);
    },
  },
  {
    name: 'the partition of a key is the one of the Java client',
    body: async (bench) => {
      const topic = await bench.topic(12);
      for (const [key, partition] of Object.entries(javaPartitions)) {
        const ack = await bench.transport.sink().append(recordOf({ topic, key: Buffer.from(key) }));
        assert.equal(ack.partition, partition, key);
      }
    },
  },
  {
    name: 'a chosen partition wins over the key',
    body: async (bench) => {
      const topic = await bench.topic(12);
      const partition = (javaPartitions['foobar']! + 1) % 12;
      const ack = await bench.transport.sink().append(recordOf({ topic, partition, key: Buffer.from('foobar') }));
      assert.equal(ack.partition, partition);
    },
  },
  {
    name: 'headers keep repeats in order and their bytes',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const binary = Buffer.from([0, 255, 128]);
      await bench.transport
        .sink()
        .append(recordOf({ topic, headers: { once: 'text', repeated: ['a', 'b', 'a'], binary } }));
      const { heard } = await bench.member({ topics: [topic] });
      await waitUntil('the record is read', () => heard.records.length === 1);
      const { headers } = heard.records[0]!;
      assert.equal(String(headers['once']), 'text');
      assert.deepEqual((headers['repeated'] as readonly Buffer[]).map(String), ['a', 'b', 'a']);
      assert.deepEqual(headers['binary'], binary);
    },
  },
  {
    name: 'null and empty keys and values stay what they are',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const sink = bench.transport.sink();
      await sink.append(recordOf({ topic, key: null, value: null }));
      await sink.append(recordOf({ topic, key: Buffer.alloc(0), value: Buffer.alloc(0), partition: 0 }));
      const { heard } = await bench.member({ topics: [topic] });
      await waitUntil('both are read', () => heard.records.length === 2);
      const [nulls, empties] = heard.records;
      assert.equal(nulls!.key, null);
      assert.equal(nulls!.value, null);
      assert.equal(empties!.key?.length, 0);
      assert.equal(empties!.value?.length, 0);
    },
  },
  {
    name: 'bytes given to an append may be used again after the ack',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const scratch = Buffer.from('first');
      const ack = bench.transport.sink().append(recordOf({ topic, value: scratch }));
      await ack;
      scratch.write('XXXXX');
      const { heard } = await bench.member({ topics: [topic] });
      await waitUntil('the record is read', () => heard.records.length === 1);
      assert.deepEqual(heard.values(), ['first']);
    },
  },
  {
    name: 'an append to a missing topic is refused as not written',
    body: async (bench) => {
      const append = bench.transport.sink().append(recordOf({ topic: bench.name('missing') }));
      await assert.rejects(append, (error) => isSpillwayError(error, 'SPW-1110'));
    },
  },
];
