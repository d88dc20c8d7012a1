import assert from 'node:assert/strict';
import { isSpillwayError } from '@spillway/events';
import { recordOf } from './contract-bench.js';
import type { TransportPromise } from './transport-promise.js';

export const administrationContract: readonly TransportPromise[] = [
  {
    name: 'topics are made once and answered by name',
    body: async (bench) => {
      const name = bench.name('topic');
      const admin = bench.transport.admin();
      assert.deepEqual(await admin.ensureTopics([{ name, partitions: 3 }]), [name]);
      assert.deepEqual(await admin.ensureTopics([{ name, partitions: 3 }]), []);
      assert.equal((await admin.ranges(name)).length, 3);
    },
  },
  {
    name: 'a topic with another partition count is refused',
    body: async (bench) => {
      const name = await bench.topic(3);
      const asking = bench.transport.admin().ensureTopics([{ name, partitions: 4 }]);
      await assert.rejects(asking, (error) => isSpillwayError(error, 'SPW-1104'));
    },
  },
  {
    name: 'topics are listed with their partition counts',
    body: async (bench) => {
      const [one, other] = [await bench.topic(1), await bench.topic(3)];
      const topics = await bench.transport.admin().topics();
      const own = topics.filter(({ name }) => name === one || name === other);
      assert.deepEqual(new Map(own.map(({ name, partitions }) => [name, partitions])), new Map([[one, 1], [other, 3]])); // prettier-ignore
    },
  },
  {
    name: 'the settings of a topic are told, those given and those that hold by default',
    body: async (bench) => {
      const name = bench.name('topic');
      const admin = bench.transport.admin();
      await admin.ensureTopics([{ name, partitions: 1, config: { 'retention.ms': '7200000' } }]);
      const settings = await admin.settings(name);
      assert.equal(settings['retention.ms'], '7200000');
      assert.equal(settings['retention.bytes'], '-1');
      assert.equal(settings['cleanup.policy'], 'delete');
    },
  },
  {
    name: 'settings of a topic are changed one by one; others stay',
    body: async (bench) => {
      const name = bench.name('topic');
      const admin = bench.transport.admin();
      await admin.ensureTopics([{ name, partitions: 1, config: { 'retention.ms': '7200000', 'segment.ms': '60000' } }]);
      await admin.changeSettings(name, { 'retention.ms': '9000000' });
      const settings = await admin.settings(name);
      assert.deepEqual([settings['retention.ms'], settings['segment.ms']], ['9000000', '60000']);
    },
  },
  {
    name: 'partitions are added up to a count; more than that stay',
    body: async (bench) => {
      const topic = await bench.topic(2);
      const admin = bench.transport.admin();
      await admin.addPartitions(topic, 4);
      assert.equal((await admin.ranges(topic)).length, 4);
      await admin.addPartitions(topic, 3);
      assert.equal((await admin.ranges(topic)).length, 4);
      await Promise.all([admin.addPartitions(topic, 6), admin.addPartitions(topic, 6)]);
      assert.equal((await admin.ranges(topic)).length, 6);
    },
  },
  {
    name: 'ranges give begin and end of every partition',
    body: async (bench) => {
      const topic = await bench.topic(2);
      await bench.fill(topic, 1, 3);
      const ranges = await bench.transport.admin().ranges(topic);
      const byPartition = ranges.toSorted((a, b) => a.partition - b.partition);
      assert.deepEqual(
        byPartition.map((range) => [range.partition, range.beginOffset, range.endOffset]),
        [
          [0, 0n, 0n],
          [1, 0n, 3n],
        ],
      );
    },
  },
  {
    name: 'questions about a missing topic are refused',
    body: async (bench) => {
      const name = bench.name('missing');
      await assert.rejects(bench.transport.admin().ranges(name), (error) => isSpillwayError(error, 'SPW-1103'));
      await assert.rejects(bench.transport.admin().topicId(name), (error) => isSpillwayError(error, 'SPW-1103'));
      await assert.rejects(bench.transport.admin().settings(name), (error) => isSpillwayError(error, 'SPW-1103'));
      const changing = bench.transport.admin().changeSettings(name, { 'retention.ms': '1' });
      await assert.rejects(changing, (error) => isSpillwayError(error, 'SPW-1103'));
      const adding = bench.transport.admin().addPartitions(name, 2);
      await assert.rejects(adding, (error) => isSpillwayError(error, 'SPW-1103'));
    },
  },
  {
    name: 'offsets are found by time: the first at or after it, the end where there is none',
    body: async (bench) => {
      const topic = await bench.topic(2);
      for (const timestampMs of [1_000_000, 2_000_000, 3_000_000]) {
        await bench.transport.sink().append(recordOf({ topic, partition: 0, timestampMs }));
      }
      const offsetsAt = async (timeMs: number): Promise<bigint[]> => {
        const positions = await bench.transport.admin().offsetsAt(topic, timeMs);
        return positions.toSorted((a, b) => a.partition - b.partition).map(({ offset }) => offset);
      };
      assert.deepEqual(await offsetsAt(1), [0n, 0n]);
      assert.deepEqual(await offsetsAt(2_000_000), [1n, 0n]);
      assert.deepEqual(await offsetsAt(2_000_001), [2n, 0n]);
      assert.deepEqual(await offsetsAt(3_000_001), [3n, 0n]);
      const missing = bench.transport.admin().offsetsAt(bench.name('missing'), 1);
      await assert.rejects(missing, (error) => isSpillwayError(error, 'SPW-1103'));
    },
  },
  {
    name: 'a topic keeps its id',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const other = await bench.topic(1);
      const admin = bench.transport.admin();
      const id = await admin.topicId(topic);
      assert.ok(id.length > 0);
      assert.equal(await admin.topicId(topic), id);
      assert.notEqual(await admin.topicId(other), id);
    },
  },
];
