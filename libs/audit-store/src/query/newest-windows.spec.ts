import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { newestWindows } from './newest-windows.js';

const hourMs = 60 * 60 * 1000;
const nowMs = Date.UTC(2026, 2, 1, 10, 30);
const hour = (back: number): number => Date.UTC(2026, 2, 1, 10 - back);

it('go back in whole hours, each far wider than the one before', () => {
  expect(newestWindows({}, nowMs)).toEqual([
    { fromMs: hour(1), toMs: undefined },
    { fromMs: hour(8), toMs: hour(1) },
    { fromMs: hour(64), toMs: hour(8) },
    { fromMs: hour(512), toMs: hour(64) },
    { fromMs: undefined, toMs: hour(512) },
  ]);
});

it('begin where the range ends and end where it begins', () => {
  const range = { fromMs: hour(100) + 7, toMs: hour(90) + 7 };
  expect(newestWindows(range, nowMs)).toEqual([
    { fromMs: hour(91), toMs: range.toMs },
    { fromMs: hour(98), toMs: hour(91) },
    { fromMs: range.fromMs, toMs: hour(98) },
  ]);
});

it('hold each moment of the range in exactly one, newer ones first', () => {
  const moment = fc.integer({ min: 0, max: 2 * nowMs });
  const maybe = fc.option(moment, { nil: undefined });
  fc.assert(
    fc.property(maybe, maybe, moment, moment, (fromMs, toMs, newestMs, ms) => {
      fc.pre(fromMs === undefined || toMs === undefined || fromMs < toMs);
      const windows = newestWindows({ fromMs, toMs }, newestMs);
      const isIn = (window: { fromMs?: number | undefined; toMs?: number | undefined }): boolean =>
        ms >= (window.fromMs ?? -Infinity) && ms < (window.toMs ?? Infinity);
      expect(windows.filter(isIn).length).toBe(isIn({ fromMs, toMs }) ? 1 : 0);
      const begins = windows.map((window) => window.fromMs ?? -Infinity);
      expect(begins).toEqual(begins.toSorted((a, b) => b - a));
      expect(windows.length).toBeLessThanOrEqual(5);
      expect(windows.slice(0, -1).every((window) => window.fromMs! % hourMs === 0)).toBe(true);
    }),
  );
});
