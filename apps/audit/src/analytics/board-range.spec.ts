import { describe, expect, it } from '@jest/globals';
import { boardRange, rangeDefaults } from './board-range.js';

const at = (text: string): number => Date.parse(text);
const defaults = { endMs: at('2026-03-10T10:20:00Z'), lengthMs: 24 * 3_600_000, hasInterval: true };
const iso = ({ fromMs, toMs, interval }: ReturnType<typeof boardRange>) => [
  new Date(fromMs).toISOString(),
  new Date(toMs).toISOString(),
  interval,
];

describe('the range of an answer', () => {
  it('goes outward to whole hours, and to whole days with days', () => {
    const asked = { from: at('2026-03-01T10:59:59.999Z'), to: at('2026-03-02T00:00:00.001Z') };
    expect(iso(boardRange(asked, defaults))).toEqual(['2026-03-01T10:00:00.000Z', '2026-03-02T01:00:00.000Z', 'hour']);
    expect(iso(boardRange({ ...asked, interval: 'day' }, defaults))).toEqual([
      '2026-03-01T00:00:00.000Z',
      '2026-03-03T00:00:00.000Z',
      'day',
    ]);
  });

  it('ends now where nothing is said, and has the length of the board from one end', () => {
    expect(iso(boardRange({}, defaults))[0]).toBe('2026-03-09T10:00:00.000Z');
    expect(iso(boardRange({ from: at('2026-01-01T00:00:00Z') }, defaults))[1]).toBe('2026-01-02T00:00:00.000Z');
    expect(iso(boardRange({ to: at('2026-01-02T00:00:00Z') }, defaults))[0]).toBe('2026-01-01T00:00:00.000Z');
    expect(boardRange({ to: 1 }, defaults).fromMs).toBe(0);
  });

  it('has days above a week, and no interval for lists', () => {
    const month = { from: at('2026-01-01T00:00:00Z'), to: at('2026-02-01T00:00:00Z') };
    expect(boardRange(month, defaults).interval).toBe('day');
    expect(boardRange(month, { ...defaults, hasInterval: false }).interval).toBeNull();
  });

  it.each([
    [{ from: 5, to: 5 }],
    [{ from: 6, to: 5 }],
    [{ from: 0, to: at('1971-06-01T00:00:00Z') }],
    [{ from: 0, to: at('1970-06-01T00:00:00Z'), interval: 'hour' as const }],
  ])('is refused when it is empty, reversed or too long: %j', (asked) => {
    expect(() => boardRange(asked, defaults)).toThrow(expect.objectContaining({ code: 'SPW-4010' }));
  });

  it('of orders ends with the last one', () => {
    const span = { fromMs: 0, toMs: at('2010-12-24T00:00:00Z') };
    expect(rangeDefaults('event', { nowMs: defaults.endMs, span }).endMs).toBe(span.toMs);
    expect(rangeDefaults('event', { nowMs: defaults.endMs, span: null }).endMs).toBe(defaults.endMs);
    expect(rangeDefaults('record', { nowMs: defaults.endMs, span }).endMs).toBe(defaults.endMs);
  });
});
