import { describe, expect, it } from '@jest/globals';
import { sumRevenue, type Sale } from './sum-revenue.js';

const at = new Date('2010-12-01T12:00:00Z');
const sale = (quantity: number, unitPrice: string, rest: Partial<Sale> = {}): Sale => ({
  at,
  country: 'France',
  lines: [{ quantity, unitPrice }],
  ...rest,
});

describe('sumRevenue', () => {
  it('is exact where binary fractions are not', () => {
    const tenth = Array.from({ length: 3 }, () => sale(1, '0.1000'));
    expect(sumRevenue(tenth)).toEqual([{ day: '2010-12-01', country: 'France', revenue: '0.3000' }]);
  });

  it('is exact beyond 2^53', () => {
    const [sum] = sumRevenue([sale(2_147_483_647, '99999999.9999'), sale(1, '0.0001')]);
    expect(sum?.revenue).toBe('214748364699785251.6354');
  });

  it('takes cancellations off, below zero when they outweigh', () => {
    expect(sumRevenue([sale(2, '2.5500'), sale(-3, '2.5500')])[0]?.revenue).toBe('-2.5500');
  });

  it('keeps UTC days and countries apart', () => {
    const last = new Date('2010-12-01T23:59:59.999Z');
    const next = new Date('2010-12-02T00:00:00.000Z');
    const sums = sumRevenue([
      sale(1, '1.0000', { at: last }),
      sale(1, '2.0000', { at: next }),
      sale(1, '4.0000', { country: 'EIRE' }),
    ]);
    expect(sums.map(({ day, country, revenue }) => `${day} ${country} ${revenue}`)).toEqual([
      '2010-12-01 France 1.0000',
      '2010-12-02 France 2.0000',
      '2010-12-01 EIRE 4.0000',
    ]);
  });

  it.each(['2.55', '2.55000', '2,5500', '1e3', '', 'NaN'])('refuses the price %p', (unitPrice) => {
    expect(() => sumRevenue([sale(1, unitPrice)])).toThrow(RangeError);
  });

  it.each([new Date(Number.NaN), new Date(8.64e15), new Date(-8.64e15)])('refuses the time %p', (odd) => {
    expect(() => sumRevenue([sale(1, '1.0000', { at: odd })])).toThrow(RangeError);
  });
});
