import assert from 'node:assert/strict';
import { waitUntil } from '../../wait/wait-until.js';
import type { TransportPromise } from './transport-promise.js';

export const committingContract: readonly TransportPromise[] = [
  {
    name: 'a commit keeps its metadata and is read back',
    body: async (bench) => {
      const topic = await bench.topic(2);
      const groupId = bench.name('group');
      const { source } = await bench.member({ topics: [topic], groupId });
      const metadata = 'runs:'.padEnd(3500, 'x');
      await source.commit([{ topic, partition: 1, offset: 0n, metadata }]);
      const committed = await bench.transport.admin().committed(groupId, [topic]);
      assert.deepEqual(
        committed.map((position) => ({ ...position })),
        [{ topic, partition: 1, offset: 0n, metadata }],
      );
    },
  },
  {
    name: 'a new member goes on at the committed position',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const groupId = bench.name('group');
      await bench.fill(topic, 0, 5);
      const first = await bench.member({ topics: [topic], groupId });
      await waitUntil('all records read', () => first.heard.records.length === 5);
      await first.source.commit([{ topic, partition: 0, offset: 3n }]);
      await first.source.stop();
      const second = await bench.member({ topics: [topic], groupId });
      await waitUntil('the rest is read', () => second.heard.records.length >= 2);
      assert.deepEqual(second.heard.values(), ['v3', 'v4']);
    },
  },
  {
    name: 'a source never lowers what it committed',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const groupId = bench.name('group');
      await bench.fill(topic, 0, 5);
      const { source } = await bench.member({ topics: [topic], groupId });
      await source.commit([{ topic, partition: 0, offset: 4n }]);
      await source.commit([{ topic, partition: 0, offset: 2n }]);
      assert.deepEqual(await bench.committed(groupId, topic), { 0: 4n });
    },
  },
  {
    name: 'a source lowers what it committed when it is asked to',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const groupId = bench.name('group');
      await bench.fill(topic, 0, 5);
      const { source } = await bench.member({ topics: [topic], groupId });
      await source.commit([{ topic, partition: 0, offset: 4n }]);
      await source.commit([{ topic, partition: 0, offset: 1n, metadata: 'again' }], { mayLower: true });
      await source.commit([{ topic, partition: 0, offset: 2n, metadata: 'on' }]);
      assert.deepEqual(await bench.committed(groupId, topic), { 0: 2n });
    },
  },
  {
    name: 'a source goes on from where another member has put a position back',
    body: async (bench) => {
      const topic = await bench.topic(2);
      for (const partition of [0, 1]) await bench.fill(topic, partition, 10);
      const groupId = bench.name('group');
      const { source, heard } = await bench.member({ topics: [topic], groupId });
      await waitUntil('all is given', () => heard.assigned.length === 2, 20_000);
      await source.commit([0, 1].map((partition) => ({ topic, partition, offset: 9n })));
      const other = await bench.member({ topics: [topic], groupId });
      await waitUntil('the other has one', () => other.heard.assigned.length === 1, 20_000);
      const partition = other.heard.assigned[0]!.partition;
      await other.source.commit([{ topic, partition, offset: 2n }], { mayLower: true });
      await other.source.stop();
      await waitUntil('all is given back', () => heard.assigned.length === 2, 20_000);
      await source.commit([{ topic, partition, offset: 3n }]);
      assert.deepEqual(await bench.committed(groupId, topic), { [partition]: 3n, [1 - partition]: 9n });
    },
  },
  {
    name: 'reading commits nothing by itself',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const groupId = bench.name('group');
      await bench.fill(topic, 0, 5);
      const { source, heard } = await bench.member({ topics: [topic], groupId });
      await waitUntil('all records read', () => heard.records.length === 5);
      source.seek({ topic, partition: 0, offset: 2n });
      await waitUntil('some are read again', () => heard.records.length > 5);
      await source.stop();
      assert.deepEqual(await bench.committed(groupId, topic), {});
    },
  },
  {
    name: 'a commit at the last moment before a rebalance is accepted',
    body: async (bench) => {
      const topic = await bench.topic(4);
      const groupId = bench.name('group');
      for (let partition = 0; partition < 4; partition++) await bench.fill(topic, partition, 2);
      const first = await bench.member({ topics: [topic], groupId }, (listener) => {
        listener.beforeRevoke = (partitions) =>
          first.source.commit(partitions.map((partition) => ({ ...partition, offset: 2n })));
      });
      await waitUntil('all records read', () => first.heard.records.length === 8);
      const second = await bench.member({ topics: [topic], groupId });
      await waitUntil(
        'both have partitions',
        () => first.heard.assigned.length === 2 && second.heard.assigned.length === 2,
      );
      assert.deepEqual(await bench.committed(groupId, topic), { 0: 2n, 1: 2n, 2: 2n, 3: 2n });
      assert.equal(second.heard.records.length, 0);
    },
  },
];
