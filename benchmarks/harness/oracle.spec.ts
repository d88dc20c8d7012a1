import { describe, expect, it } from '@jest/globals';
import { objections, Oracle } from './oracle.ts';
import { orderEvent } from './order-event.ts';

const keys = 3;
const seen = (serials: readonly number[]) => {
  const oracle = new Oracle(keys);
  for (const serial of serials) oracle.see(orderEvent(serial, keys));
  return objections(oracle.sighting(), 6);
};

describe('the oracle of a benchmark', () => {
  it('has nothing against all events once, in order per key', () => expect(seen([0, 2, 1, 3, 5, 4])).toEqual([]));
  it('objects to a lost event', () => expect(seen([0, 1, 2, 3, 4])).toContain('5 events instead of 6'));
  it('objects to a repeated one', () => expect(seen([0, 1, 2, 3, 4, 5, 5])).toContain('7 events instead of 6'));
  it('objects to a repeat that hides a loss', () => expect(seen([0, 1, 2, 3, 4, 4])).not.toEqual([]));
  it('objects to disorder within a key', () =>
    expect(seen([3, 0, 1, 2, 4, 5])).toEqual(['2 breaks of the order per key']));
});
