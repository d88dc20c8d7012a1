import { describe, expect, it } from '@jest/globals';
import { assert as holds, integer, property, string, uniqueArray } from 'fast-check';
import { assignCoPartitioned } from './co-partitioned-assigner.js';

const member = (memberId: string, topics: readonly string[]) => ({ memberId, topics });
const three = () => [0, 1, 2];

describe('the assignment of a group', () => {
  it('gives partition p of every topic to one member, also when counts are odd', () => {
    const members = [member('b', ['main', 'retry']), member('a', ['main', 'retry'])];
    expect(Object.fromEntries(assignCoPartitioned(members, ['main', 'retry'], three))).toEqual({
      a: { main: [0, 2], retry: [0, 2] },
      b: { main: [1], retry: [1] },
    });
  });

  it('gives a topic only to members that read it', () => {
    const members = [member('a', ['main']), member('b', ['main', 'other'])];
    expect(assignCoPartitioned(members, ['main', 'other'], three).get('a')).toEqual({ main: [0, 2] });
  });

  it('leaves members beyond the partitions empty-handed, and names them', () => {
    const members = ['a', 'b', 'c', 'd'].map((id) => member(id, ['main']));
    expect(assignCoPartitioned(members, ['main'], three).get('d')).toEqual({});
  });

  it('gives each partition to exactly one member, as evenly as it goes, whatever the order of members', () => {
    holds(
      property(uniqueArray(string(), { minLength: 1, maxLength: 8 }), integer({ min: 1, max: 30 }), (ids, n) => {
        const partitions = Array.from({ length: n }, (_, index) => index);
        const members = ids.map((id) => member(id, ['t']));
        const plan = assignCoPartitioned(members, ['t'], () => partitions);
        const shares = ids.map((id) => plan.get(id)?.['t']?.length ?? 0);
        expect([...plan.values()].flatMap(({ t = [] }) => t).toSorted((a, b) => a - b)).toEqual(partitions);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        expect(assignCoPartitioned(members.toReversed(), ['t'], () => partitions)).toEqual(plan);
      }),
    );
  });
});
