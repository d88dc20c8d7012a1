import { describe, expect, it } from '@jest/globals';
import type { OrderLine } from '@spillway/events';
import { sumStockChanges } from './sum-stock-changes.js';

const line = (stockCode: string, quantity: number): OrderLine => ({
  stockCode,
  description: null,
  quantity,
  unitPrice: '1.0000',
});

describe('sumStockChanges', () => {
  it('takes orders out, adds adjustments, and gives cancellations back, all as signed', () => {
    const sums = sumStockChanges([
      { direction: 'out', lines: [line('85123A', 6), line('22139', 2), line('85123A', 1)] },
      { direction: 'out', lines: [line('85123A', -3)] },
      { direction: 'in', lines: [line('22139', 56), line('84406B', -4)] },
    ]);
    expect([...sums]).toEqual([
      ['85123A', -4],
      ['22139', 54],
      ['84406B', -4],
    ]);
  });

  it('is where it was before an order that is rejected, whatever its signs', () => {
    const lines = [line('85123A', 6), line('22139', -2)];
    const sums = sumStockChanges([
      { direction: 'in', lines },
      { direction: 'out', lines },
    ]);
    expect([...sums.values()]).toEqual([0, 0]);
  });

  it('keeps codes apart that differ in case or spaces, and names of object members', () => {
    const codes = ['85123A', '85123a', '85123A ', '__proto__', 'constructor'];
    const sums = sumStockChanges([{ direction: 'in', lines: codes.map((code) => line(code, 1)) }]);
    expect([...sums.keys()]).toEqual(codes);
  });

  it('keeps a code whose changes cancel out: it was named', () => {
    const sums = sumStockChanges([{ direction: 'in', lines: [line('A', 2), line('A', -2)] }]);
    expect([...sums]).toEqual([['A', 0]]);
  });
});
