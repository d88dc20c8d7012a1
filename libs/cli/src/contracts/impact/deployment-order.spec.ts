import { describe, expect, it } from '@jest/globals';
import { brokenGroups, type GroupOutlook } from './broken-groups.js';
import { deploymentOrder, groupTurn, type GroupTurn } from './deployment-order.js';
import { deploymentSteps } from './deployment-steps.js';
import type { Incompatibility } from './judge-reading.js';

const not: readonly Incompatibility[] = [{ rule: 'TYPE_CHANGED', path: 'a.B.c', detail: 'int → string' }];

describe('the turn of a group', () => {
  it.each([
    ['reads both', [], [], 'any'],
    ['does not read what will be written', not, [], 'before'],
    ['would not read what was written', [], not, 'after'],
    ['neither', not, not, 'never'],
  ] as const)('that %s', (_what, newEvents, oldEvents, turn) => {
    expect(groupTurn({ newEvents, oldEvents })).toBe(turn);
  });
});

describe('the order of deployment', () => {
  it.each<[readonly GroupTurn[], string]>([
    [[], 'any'],
    [['any', 'any'], 'any'],
    [['any', 'before'], 'consumers-first'],
    [['after', 'any'], 'producers-first'],
    [['before', 'after'], 'none'],
    [['any', 'never'], 'none'],
  ])('of %j is %s', (turns, order) => {
    expect(deploymentOrder(turns)).toBe(order);
  });
});

describe('groups that break', () => {
  const outlook = (group: string, turn: GroupTurn, more: Partial<GroupOutlook> = {}): GroupOutlook => ({
    ...{ group, turn, retry: null },
    ...more,
  });

  it('are those that break in either order, and no others', () => {
    const all = [outlook('a', 'never'), outlook('b', 'after'), outlook('c', 'any')];
    expect(brokenGroups(all)).toEqual(['a']);
  });

  it('are those that would have to come first where others have to come last, and there only', () => {
    expect(brokenGroups([outlook('a', 'before'), outlook('b', 'after')])).toEqual(['a']);
    expect(brokenGroups([outlook('a', 'before')])).toEqual([]);
    expect(brokenGroups([outlook('a', 'before'), outlook('b', 'never')])).toEqual(['b']);
  });

  it('are those for which something waits that they would not read any more', () => {
    const waits = { records: 3, lost: 1 };
    const none = { records: 3, lost: 0 };
    const all = [
      outlook('a', 'after', { retry: waits }),
      outlook('b', 'any', { retry: waits }),
      outlook('c', 'after', { retry: none }),
    ];
    expect(brokenGroups(all)).toEqual(['a', 'b']);
  });
});

describe('what to deploy', () => {
  const groups = [
    { app: 'a', turn: 'before' },
    { app: 'a', turn: 'any' },
    { app: 'b', turn: 'any' },
    { app: 'c', turn: 'after' },
  ] as const;
  const writers = ['shop'];

  it('are those who have to be first, then who writes', () => {
    expect(deploymentSteps('consumers-first', { groups, writers })).toEqual([
      { role: 'consumers', apps: ['a'] },
      { role: 'producers', apps: writers },
    ]);
  });

  it('is who writes, then those who have to be last', () => {
    expect(deploymentSteps('producers-first', { groups, writers })).toEqual([
      { role: 'producers', apps: writers },
      { role: 'consumers', apps: ['c'] },
    ]);
  });

  it('has no order where none matters, or none is right', () => {
    for (const order of ['any', 'none'] as const) expect(deploymentSteps(order, { groups, writers })).toEqual([]);
  });
});
