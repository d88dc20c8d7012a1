import { describe, expect, it } from '@jest/globals';
import type { Death } from './check-proof.js';
import type { MemberPlan } from './member-plan.js';
import type { HistoryEntry } from './history.js';
import { orderBreaks } from './order-breaks.js';

const proof = { keyOf: () => 'key', plan: { delaysMs: [1] } as unknown as MemberPlan };
const entry = (what: HistoryEntry['what'], number: number, pid = 1): HistoryEntry => ({
  ...{ what, number, pid },
  ...{ attempt: 1, atMs: 0, turn: 0 },
  place: `t/0/${number}`,
});
const call = (number: number, pid?: number) => entry('call', number, pid);
const done = (number: number, pid?: number) => entry('done', number, pid);
const breaks = (history: readonly HistoryEntry[], effects: readonly number[] = [], dead: [number, Death][] = []) =>
  orderBreaks(proof, history, { dead: new Map(dead), effects: new Set(effects) });

describe('the order check of the proofs', () => {
  it('finds nothing in what is in order', () => {
    expect(breaks([call(1), done(1), call(2), done(2)])).toEqual([]);
    expect(breaks([call(1), call(1), call(2)], [], [[1, 'own']])).toEqual([]);
  });

  it.each([
    ['no state', []],
    ['state, where both took effect in the end', [1, 2]],
  ])('finds an event that is delivered while an earlier one is under way, with %s', (_, effects) => {
    expect(breaks([call(1), call(2), done(1), done(2)], effects)).toEqual(['2 before the end of 1 of key']);
  });

  it('believes the effect of a process that died before it said so', () => {
    expect(breaks([call(1, 1), call(2, 2), done(2, 2)], [1, 2])).toEqual([]);
    expect(breaks([call(1, 1), call(2, 2), done(2, 2)], [2])).toEqual(['2 before the end of 1 of key']);
  });

  it('finds an effect that overtook an earlier one in another process', () => {
    expect(breaks([call(1, 1), call(2, 2), done(2, 2), done(1, 1)], [2, 1])).toEqual([
      'effect of 1 after that of 2 of key',
    ]);
  });
});
