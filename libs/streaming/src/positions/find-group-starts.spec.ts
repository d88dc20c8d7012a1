import { expect, it } from '@jest/globals';
import type { LogAdmin } from '../ports/log-admin.js';
import { findGroupStarts } from './find-group-starts.js';
import { SeenPartitions } from '../assignment/seen-partitions.js';

it('asks for positions, then for the ends of holds, then for those of tiers', async () => {
  const asked: string[] = [];
  const slow = async <T>(what: string, answer: T): Promise<T> => {
    await new Promise(setImmediate);
    asked.push(what);
    return answer;
  };
  const admin: Pick<LogAdmin, 'committed' | 'topicId' | 'ranges' | 'overwritten'> = {
    committed: () => slow('positions', []),
    topicId: async () => 'A',
    ranges: (topic) => slow(topic, []),
    overwritten: async () => [],
  };
  const own = { tiers: ['tier'], holds: 'holds', deadLetters: 'dlq' };
  const group = { groupId: 'stock', startFrom: 'beginning', sources: new Map([['sales', own]]) } as const;
  const partitions = ['tier', 'sales', 'holds'].map((topic) => ({ topic, partition: 0 }));
  await findGroupStarts(group, admin as LogAdmin, partitions, new SeenPartitions());
  expect(asked.slice(0, 4)).toEqual(['positions', 'holds', 'tier', 'sales']);
});

it('takes no group for one whose positions are gone that another member began meanwhile', async () => {
  const position = { topic: 'sales', partition: 1, offset: 0n };
  let isBegun = false;
  const admin: Pick<LogAdmin, 'committed' | 'topicId' | 'ranges' | 'overwritten'> = {
    committed: async () => (isBegun ? [position] : []),
    topicId: async () => 'A',
    ranges: async (topic) => {
      isBegun = true;
      return [0, 1].map((partition) => ({ topic, partition, beginOffset: 0n, endOffset: 7n }));
    },
    overwritten: async () => [],
  };
  const own = { tiers: ['tier'], holds: undefined, deadLetters: 'dlq' };
  const group = { groupId: 'stock', startFrom: 'latest', sources: new Map([['sales', own]]) } as const;
  const partitions = [{ topic: 'sales', partition: 0 }];
  const starts = await findGroupStarts(group, admin as LogAdmin, partitions, new SeenPartitions());
  expect(starts).toMatchObject([{ position: 7 }]);
  expect(starts[0]).not.toHaveProperty('incident');
});
