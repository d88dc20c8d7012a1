import assert from 'node:assert/strict';
import { isSpillwayError } from '@spillway/events';
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
