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
