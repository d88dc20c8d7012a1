import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { TopicPartition } from '../ports/record.js';
import { assignCoPartitioned } from './assign-co-partitioned.js';

const [main, ten, twenty, holds] = ['t', 't.g.retry.10s', 't.g.retry.20s', 't.g.holds'] as const;
const counting = (count: number) => Array.from({ length: count }, (_, index) => index);

function assign(subscriptions: readonly (readonly string[])[], count = 3) {
  const plan = assignCoPartitioned({ groupId: 'g', subscriptions, partitionsOf: () => counting(count) });
  return plan.map((owned) => byTopic(owned));
}

function byTopic(owned: readonly TopicPartition[]): Record<string, readonly number[]> {
  const topics = [...new Set(owned.map(({ topic }) => topic))];
  return Object.fromEntries(
    topics.map((topic) => [topic, owned.filter((each) => each.topic === topic).map(({ partition }) => partition)]),
  );
}

describe('the assignment of a group', () => {
  it('gives partition p of every topic to one member, also when counts are odd', () => {
    expect(
      assign([
        ['main', 'other'],
        ['main', 'other'],
      ]),
    ).toEqual([
      { main: [0, 2], other: [0, 2] },
      { main: [1], other: [1] },
    ]);
  });

  it('gives a topic only to members that read it', () => {
    expect(assign([['main'], ['main', 'other']])).toEqual([{ main: [0, 2] }, { main: [1], other: [0, 1, 2] }]);
  });

  it('leaves members beyond the partitions empty-handed', () => {
    expect(assign([['main'], ['main'], ['main'], ['main']])[3]).toEqual({});
  });

  it('gives a source with its tiers to those who read all of them, and none of it to members from before', () => {
    const before = [main, ten];
    const after = [main, ten, twenty];
    expect(assign([before, after, after], 6)).toEqual([
      {},
      { [main]: [0, 2, 4], [ten]: [0, 2, 4], [twenty]: [0, 2, 4] },
      { [main]: [1, 3, 5], [ten]: [1, 3, 5], [twenty]: [1, 3, 5] },
    ]);
  });

  it('lets a member go on with the topics whose families it reads', () => {
    expect(
      assign(
        [
          [main, ten, 'u'],
          [main, ten, twenty, 'u'],
        ],
        2,
      ),
    ).toEqual([{ u: [0] }, { [main]: [0, 1], [ten]: [0, 1], [twenty]: [0, 1], u: [1] }]);
  });

  it('goes by the tiers of those who are left', () => {
    expect(
      assign(
        [
          [main, ten],
          [main, ten],
        ],
        2,
      ),
    ).toEqual([
      { [main]: [0], [ten]: [0] },
      { [main]: [1], [ten]: [1] },
    ]);
  });

  it('keeps together what a member reads where nobody reads all, and leaves nothing unread', () => {
    const plan = assign([[main, ten], [main, ten, holds], [main, ten, twenty], [ten]], 4);
    expect(plan).toEqual([
      {},
      { [main]: [0, 2], [ten]: [0, 2], [holds]: [0, 1, 2, 3] },
      { [main]: [1, 3], [ten]: [1, 3], [twenty]: [0, 1, 2, 3] },
      {},
    ]);
  });

  it('counts no topic that is not there', () => {
    const partitionsOf = (topic: string) => (topic === twenty ? [] : [0, 1]);
    const plan = assignCoPartitioned({ groupId: 'g', subscriptions: [[main], [main, twenty]], partitionsOf });
    expect(plan.map(byTopic)).toEqual([{ [main]: [0] }, { [main]: [1] }]);
  });

  it('gives each partition to exactly one member that reads it, and a family to one member where one reads it all', () => {
    const topics = fc.subarray([main, ten, twenty, holds, 'u', 'u.g.retry.1s']);
    fc.assert(
      fc.property(fc.array(topics, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 7 }), (read, count) => {
        const plan = assign(read, count);
        for (const topic of new Set(read.flat())) {
          const owned = plan.flatMap((each) => each[topic] ?? []);
          expect(owned.toSorted((one, other) => one - other)).toEqual(counting(count));
        }
        plan.forEach((own, member) => expect(read[member]).toEqual(expect.arrayContaining(Object.keys(own))));
        const family = [main, ten, twenty, holds].filter((topic) => read.flat().includes(topic));
        if (!family.includes(main) || !read.some((own) => family.every((topic) => own.includes(topic)))) return;
        for (const own of plan) for (const topic of family) expect(own[topic]).toEqual(own[main]);
      }),
    );
  });

  it('shares a topic as evenly as it goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 30 }), (members, count) => {
        const shares = assign(
          Array.from({ length: members }, () => [main, ten]),
          count,
        ).map((own) => own[main]?.length ?? 0);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
