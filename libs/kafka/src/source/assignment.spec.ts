import { describe, expect, it } from '@jest/globals';
import { Assignment, continues, isStaleHole } from './assignment.js';

describe('an assignment', () => {
  it('lists its partitions and resumes those that are not paused', () => {
    const assignment = new Assignment({ a: [0, 1], b: [0] });
    assignment.get({ topic: 'a', partition: 1 })!.paused = true;
    expect(assignment.partitions).toHaveLength(3);
    expect(assignment.resumable()).toEqual([
      { topic: 'a', partition: 0 },
      { topic: 'b', partition: 0 },
    ]);
    expect(assignment.get({ topic: 'b', partition: 1 })).toBeUndefined();
  });
});

describe('whether a batch continues its partition', () => {
  const at = (position: number | undefined) => {
    const assigned = new Assignment({ t: [0] }).get({ topic: 't', partition: 0 })!;
    assigned.position = position;
    return assigned;
  };

  it('takes any base while no position is known', () => expect(continues(at(undefined), 7)).toBe(true));
  it('takes the position itself', () => expect(continues(at(5), 5)).toBe(true));
  it('takes a jump forward, which the owner sees by its base', () => expect(continues(at(5), 9)).toBe(true));

  it('drops a leftover from before the position once; asked from there again it is a reset', () => {
    const assigned = at(5);
    expect([continues(assigned, 2), continues(assigned, 5), continues(assigned, 2)]).toEqual([false, true, false]);
    expect(continues(assigned, 2)).toBe(true);
  });
});

describe('whether a hole was fetched before the partition was moved', () => {
  const sought = (position: number) => {
    const assigned = new Assignment({ t: [0] }).get({ topic: 't', partition: 0 })!;
    return Object.assign(assigned, { position, isSought: true });
  };

  it('was not, where it begins at the position', () => expect(isStaleHole(sought(50), 50)).toBe(false));
  it('was not, where nothing was moved since the last batch', () =>
    expect(isStaleHole(Object.assign(sought(50), { isSought: false }), 100)).toBe(false));

  it('may be, where it begins behind: dropped once, the same again from the position is compaction', () => {
    const assigned = sought(50);
    expect([100, 100].map((first) => isStaleHole(assigned, first))).toEqual([true, false]);
  });
});
