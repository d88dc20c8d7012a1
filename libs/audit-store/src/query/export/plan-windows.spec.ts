import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { planWindows } from './plan-windows.js';

const hourMs = 60 * 60 * 1000;

describe('windows of an export', () => {
  it('join hours up to the size of a page', () => {
    const hours = [3, 4, 9, 1].map((records, index) => ({ hourMs: index * hourMs, records }));
    expect(planWindows(hours, 7)).toEqual([
      { fromMs: 0, toMs: 2 * hourMs, records: 7 },
      { fromMs: 2 * hourMs, toMs: 3 * hourMs, records: 9 },
      { fromMs: 3 * hourMs, toMs: 4 * hourMs, records: 1 },
    ]);
    expect(planWindows([], 7)).toEqual([]);
  });

  it('cover every hour once, in order, and only hours too large alone exceed the size', () => {
    const anyHours = fc.uniqueArray(fc.record({ hour: fc.nat(500), records: fc.integer({ min: 1, max: 50 }) }), {
      selector: ({ hour }) => hour,
    });
    fc.assert(
      fc.property(anyHours, fc.integer({ min: 1, max: 60 }), (given, size) => {
        const hours = given
          .map(({ hour, records }) => ({ hourMs: hour * hourMs, records }))
          .sort((a, b) => a.hourMs - b.hourMs);
        const windows = planWindows(hours, size);
        for (const { hourMs: at } of hours) {
          expect(windows.filter(({ fromMs, toMs }) => at >= fromMs && at < toMs)).toHaveLength(1);
        }
        for (const [index, window] of windows.entries()) {
          expect(window.fromMs).toBeGreaterThanOrEqual(windows[index - 1]?.toMs ?? 0);
          if (window.records > size) expect(window.toMs - window.fromMs).toBe(hourMs);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
