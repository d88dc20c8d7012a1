import { describe, expect, it } from '@jest/globals';
import { planBuilds } from './plan-builds.js';

const hourMs = 3_600_000;
const hours = (...rows: number[]) => rows.map((count, index) => ({ hourMs: index * hourMs, rows: count }));
const lengths = (builds: readonly (readonly number[])[]): number[] => builds.map(({ length }) => length);
const wide = { hours: 100, rows: 1_000, spanMs: 1_000 * hourMs };

describe('the hours that one statement builds', () => {
  it('are all of them while they are few', () => {
    expect(planBuilds([], wide)).toEqual([]);
    expect(planBuilds(hours(1, 2, 3), wide)).toEqual([[0, hourMs, 2 * hourMs]]);
  });

  it('have no more rows than the limit, but for one hour that alone has more', () => {
    expect(lengths(planBuilds(hours(400, 600, 1, 5_000, 1, 999), wide))).toEqual([2, 1, 1, 2]);
  });

  it('are no more than the limit, and no longer apart', () => {
    expect(lengths(planBuilds(hours(1, 1, 1, 1, 1), { ...wide, hours: 2 }))).toEqual([2, 2, 1]);
    const sparse = [0, 1, 4, 5].map((hour) => ({ hourMs: hour * hourMs, rows: 1 }));
    expect(lengths(planBuilds(sparse, { ...wide, spanMs: 2 * hourMs }))).toEqual([2, 2]);
  });
});
