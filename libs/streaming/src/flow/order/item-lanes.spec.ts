import { expect, it } from '@jest/globals';
import { DrainWaits } from '../intake/drain-waits.js';
import type { FlowItem } from '../item/flow-item.js';
import { ItemLanes } from './item-lanes.js';
import type { ItemRoutes } from './item-routes.js';

const item = (name: string): FlowItem => ({ name, stream: 'main', isInLane: false, detach: () => {} }) as never;
const routes = { isFree: () => false, scopeOf: () => 'k' } as unknown as ItemRoutes;

function lanes() {
  const turns: string[] = [];
  const hooks = { turn: (next: FlowItem) => turns.push((next as never as { name: string }).name), free: () => {} };
  return { turns, lanes: new ItemLanes(routes, new DrainWaits(), hooks) };
}

/** One item has the lane, a second waits behind it. */
function occupiedLane() {
  const own = lanes();
  const first = item('first');
  own.lanes.occupy(first);
  own.lanes.waitsBehind(item('second'));
  return { ...own, first };
}

it('gives a free lane to its claim at once: nothing can be begun in between', () => {
  const { turns, lanes: own } = lanes();
  own.claimScope('k', () => turns.push('claim'));
  expect(turns).toEqual(['claim']);
  expect(own.waitsBehind(item('later'))).toBe(true);
  own.freeScope('k');
  expect(turns).toEqual(['claim', 'later']);
});

it('gives a lane to its claim before those that wait, and to no batch', () => {
  const { turns, lanes: own, first } = occupiedLane();
  own.claimScope('k', () => turns.push('claim'));
  expect(own.takeAlong(first, 9, () => true)).toEqual([]);
  own.leave(first);
  expect([turns, own.isOccupied('k')]).toEqual([['claim'], true]);
  own.freeScope('k');
  expect(turns).toEqual(['claim', 'second']);
});

it('leaves a claim where it is when items of its lane are put aside', () => {
  const { turns, lanes: own, first } = occupiedLane();
  own.claimScope('k', () => turns.push('claim'));
  own.putAside(first, 1);
  expect(turns).toEqual(['claim']);
});

it('lets a claim go before an item that holds the lane and has nothing to do in it', () => {
  const { turns, lanes: own, first } = occupiedLane();
  expect(own.yieldToClaim(first)).toBe(false);
  own.claimScope('k', () => turns.push('claim'));
  expect(own.yieldToClaim(first)).toBe(true);
  expect([turns, first.isInLane]).toEqual([['claim'], false]);
  own.freeScope('k');
  expect([turns, first.isInLane]).toEqual([['claim', 'first'], true]);
  own.leave(first);
  expect(turns).toEqual(['claim', 'first', 'second']);
});
