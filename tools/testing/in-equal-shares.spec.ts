import { expect, it } from '@jest/globals';
import { inEqualShares } from './in-equal-shares.js';

const order = (...queues: readonly (readonly number[])[]) => inEqualShares(queues, (seconds) => seconds);

it('takes from each queue the same share of its seconds', () => {
  expect(order([60, 30, 10], [5, 3, 1, 1])).toEqual([60, 5, 3, 30, 1, 10, 1]);
});

it('keeps the order of each queue, and goes without one that is empty', () => {
  expect(order([], [3, 5, 1])).toEqual([3, 5, 1]);
  expect(order([], [])).toEqual([]);
});
