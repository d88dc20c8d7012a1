import { describe, expect, it } from '@jest/globals';
import { axisTexts, boardQuery, cellText, linesOf, stateText, type Board } from '../../assets/figures.js';

const volume: Board = {
  name: 'volume',
  title: 'Volume',
  time: 'record',
  shape: 'series',
  lines: 'groups',
  groupBy: ['type'],
  measures: ['records'],
};
const hours = {
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-01T03:00:00.000Z',
  interval: 'hour',
  truncated: false,
} as const;
const at = (hour: number): string => `2026-03-01T0${hour}:00:00.000Z`;

describe('the figures of the page', () => {
  it('are a column per line with every interval in it, greatest first', () => {
    const rows = [
      { time: at(0), type: 'a', records: 1 },
      { time: at(2), type: 'b', records: 5 },
      { time: at(2), type: 'a', records: 2 },
      { time: '2026-03-02T00:00:00.000Z', type: 'a', records: 99 },
    ];
    const seconds = [0, 1, 2].map((hour) => Date.parse(at(hour)) / 1000);
    expect(linesOf(volume, { ...hours, rows })).toEqual({ labels: ['b', 'a'], data: [seconds, [0, 0, 5], [1, 0, 2]] });
  });

  it('put what is past seven lines into one', () => {
    const rows = Array.from({ length: 10 }, (_, index) => ({ time: at(1), type: `t${index}`, records: 10 - index }));
    const { labels, data } = linesOf(volume, { ...hours, rows });
    expect(labels.slice(-2)).toEqual(['t6', '3 others']);
    expect(data.at(-1)).toEqual([0, 6, 0]);
  });

  it('end before the interval that an answer was cut off in, and say so', () => {
    const rows = [
      { time: at(0), type: 'a', records: 1 },
      { time: at(1), type: 'a', records: 2 },
    ];
    const cut = { ...hours, truncated: true, rows };
    expect(linesOf(volume, cut)).toEqual({ labels: ['a'], data: [[Date.parse(at(0)) / 1000], [1]] });
    expect(stateText(cut)).toContain('up to 2026-03-01 01:00Z only');
    expect(stateText({ ...cut, truncated: false })).toBe('');
    expect(stateText({ ...cut, rows: [] })).toBe('Nothing from 2026-03-01 00:00Z to 2026-03-01 03:00Z.');
    // The first of a list are what was asked for.
    expect(stateText({ ...cut, interval: null })).toBe('');
  });

  it('leave a gap where a quantile has nothing, and counts away beside quantiles', () => {
    const board: Board = { ...volume, lines: 'measures', groupBy: [], measures: ['p50Ms', 'records'] };
    const { labels, data } = linesOf(board, { ...hours, rows: [{ time: at(1), p50Ms: 7, records: 3 }] });
    expect([labels, data.slice(1)]).toEqual([['p50Ms'], [[null, 7, null]]]);
  });

  it('add groups up where a line is a measure', () => {
    const board: Board = { ...volume, lines: 'measures', measures: ['parked', 'sentBack'] };
    const rows = [
      { time: at(0), type: 'a', parked: 1, sentBack: 0 },
      { time: at(0), type: 'b', parked: 2, sentBack: 4 },
    ];
    expect(linesOf(board, { ...hours, rows }).data.slice(1)).toEqual([
      [4, 0, 0],
      [3, 0, 0],
    ]);
  });

  it('are asked for up to now, of orders up to the last one', () => {
    const now = { nowMs: Date.parse('2026-03-01T00:00:00Z'), spanToMs: Date.parse('2010-12-02T00:00:00Z') };
    const of = (choice: string, time: string) => Object.fromEntries(boardQuery(choice, { time, shape: 'series' }, now));
    expect(of('24h', 'record')).toEqual({
      from: '2026-02-28T00:00:00.000Z',
      to: '2026-03-01T00:00:00.000Z',
      interval: 'hour',
      limit: '10000',
    });
    expect(of('31d', 'event')).toMatchObject({ to: '2010-12-02T00:00:00.000Z', interval: 'day' });
    expect(of('nonsense', 'record')).toEqual(of('31d', 'record'));
  });

  it('are written for people', () => {
    expect(cellText('2026-03-01T10:00:00.000Z', 'time')).toBe('2026-03-01 10:00Z');
    expect(cellText(1234567, 'records')).toBe('1,234,567');
    expect(cellText(null, 'key')).toBe('all others');
    const day = Date.UTC(2026, 2, 1) / 1000;
    expect(axisTexts([day, day + 3_600])).toEqual(['2026-03-01', '01:00']);
    expect(axisTexts([day, day + 86_400])).toEqual(['2026-03-01', '2026-03-02']);
  });
});
