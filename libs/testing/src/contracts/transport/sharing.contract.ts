import assert from 'node:assert/strict';
import { holdsTopic, retryTopic } from '@spillway/events';
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
    name: 'the same partition number of four topics with odd counts goes to one member',
    body: async (bench) => {
      const counts = [3, 3, 5, 7];
      const topics = await Promise.all(counts.map((count) => bench.topic(count)));
      const groupId = bench.name('group');
      const members = [await bench.member({ topics, groupId }), await bench.member({ topics, groupId })];
      const assigned = () => members.map(({ heard }) => heard.assigned);
      await waitUntil('all are given away', () => assigned().flat().length === 18 && assigned().every(hasSome), 20_000);
      for (let partition = 0; partition < 7; partition++) {
        const owners = assigned().filter((own) => own.some((each) => each.partition === partition));
        assert.equal(owners.length, 1, `partition ${partition}`);
      }
    },
  },
  {
    name: 'a topic and its retry topics go to members that read all of them, while there is one',
    body: async (bench) => {
      const groupId = bench.name('group');
      const source = await bench.topic(3);
      const tiers = ['10s', '20s'].map((delay) => retryTopic(source, groupId, delay));
      const holds = holdsTopic(source, groupId);
      const own = [...tiers, holds];
      await bench.transport.admin().ensureTopics(own.map((name) => ({ name, partitions: 3 })));
      const before = await bench.member({ topics: [source, tiers[0]!], groupId });
      const after = [
        await bench.member({ topics: [source, ...own], groupId }),
        await bench.member({ topics: [...own, source], groupId }),
      ];
      const assigned = () => after.map(({ heard }) => heard.assigned);
      await waitUntil('all are given away', () => assigned().flat().length === 12 && assigned().every(hasSome), 20_000);
      assert.deepEqual(before.heard.assigned, []);
      for (const partitions of assigned()) {
        const ofSource = partitions.filter(({ topic }) => topic === source);
        for (const { partition } of ofSource) {
          assert.equal(partitions.filter((each) => each.partition === partition).length, 4, `partition ${partition}`);
        }
        assert.equal(partitions.length, 4 * ofSource.length);
      }
      for (const member of after) await member.source.stop();
      await waitUntil('the one from before has what it reads', () => before.heard.assigned.length === 6, 20_000);
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

function hasSome(partitions: readonly unknown[]): boolean {
  return partitions.length > 0;
}
