import assert from 'node:assert/strict';
import { waitUntil } from '../../wait/wait-until.js';
import type { TransportPromise } from './transport-promise.js';

export const sharingContract: readonly TransportPromise[] = [
  {
    name: 'two members share the partitions, and each record goes to one of them',
    body: async (bench) => {
      const topic = await bench.topic(4);
      const groupId = bench.name('group');
      const first = await bench.member({ topics: [topic], groupId });
      const second = await bench.member({ topics: [topic], groupId });
      const members = [first.heard, second.heard];
      await waitUntil('both have half', () => members.every((heard) => heard.assigned.length === 2), 20_000);
      for (let partition = 0; partition < 4; partition++) await bench.fill(topic, partition, 5, `p${partition}-`);
      await waitUntil('all are read', () => members[0]!.records.length + members[1]!.records.length >= 20);
      const values = members.flatMap((heard) => heard.values());
      assert.equal(new Set(values).size, 20);
      assert.equal(values.length, 20);
    },
  },
  {
    name: 'what a leaving member had goes to the others',
    body: async (bench) => {
      const topic = await bench.topic(4);
      const groupId = bench.name('group');
      const first = await bench.member({ topics: [topic], groupId });
      const second = await bench.member({ topics: [topic], groupId });
      await waitUntil(
        'both have half',
        () => first.heard.assigned.length === 2 && second.heard.assigned.length === 2,
        20_000,
      );
      await first.source.stop();
      await waitUntil('the other has all', () => second.heard.assigned.length === 4, 20_000);
      for (let partition = 0; partition < 4; partition++) await bench.fill(topic, partition, 1, `p${partition}-`);
      await waitUntil('it reads all', () => new Set(second.heard.values()).size === 4);
    },
  },
  {
    name: 'the same partition number of several topics goes to one member',
    body: async (bench) => {
      const topics = [await bench.topic(4), await bench.topic(4)];
      const groupId = bench.name('group');
      const first = await bench.member({ topics, groupId });
      const second = await bench.member({ topics, groupId });
      await waitUntil(
        'both have half',
        () => first.heard.assigned.length === 4 && second.heard.assigned.length === 4,
        20_000,
      );
      const ofTopic = (topic: string) =>
        first.heard.assigned.filter((owned) => owned.topic === topic).map((owned) => owned.partition);
      assert.deepEqual(ofTopic(topics[0]!).toSorted(), ofTopic(topics[1]!).toSorted());
    },
  },
  {
    name: 'groups read independently of each other',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const slow = await bench.member({ topics: [topic] });
      const quick = await bench.member({ topics: [topic] });
      slow.source.pause({ topic, partition: 0 });
      await bench.fill(topic, 0, 5);
      await waitUntil('the other group reads', () => quick.heard.records.length === 5);
    },
  },
  {
    name: 'the number of members of a group is known',
    body: async (bench) => {
      const topic = await bench.topic(2);
      const groupId = bench.name('group');
      assert.equal(await bench.transport.admin().members(groupId), 0);
      const { source } = await bench.member({ topics: [topic], groupId });
      assert.equal(await bench.transport.admin().members(groupId), 1);
      await source.stop();
      await waitUntil('the member is gone', async () => (await bench.transport.admin().members(groupId)) === 0);
    },
  },
];
