import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseOrderRow } from './order-row.js';
import { parsePrice } from './parse-price.js';

const good = ['536365', '85123A', 'T-LIGHT HOLDER', '6', '2010-12-01 08:26:00', '2.55', '17850.0', 'United Kingdom'];

function row(changes: Readonly<Record<number, string>> = {}) {
  return parseOrderRow({ line: 2, fields: good.map((field, index) => changes[index] ?? field) });
}

describe('parseOrderRow', () => {
  it('reads a row as the contract wants it', () => {
    expect(row()).toEqual({
      customerId: '17850',
      country: 'United Kingdom',
      date: new Date('2010-12-01T08:26:00Z'),
      orderLine: { stockCode: '85123A', description: 'T-LIGHT HOLDER', quantity: 6, unitPrice: '2.5500' },
    });
  });

  it('takes empty description and customer as absent, other text as it stands', () => {
    expect(row({ 2: '', 6: '' })).toMatchObject({ customerId: null, orderLine: { description: null } });
    expect(row({ 1: ' m ', 2: ' x ' })).toMatchObject({ orderLine: { stockCode: ' m ', description: ' x ' } });
  });

  it.each([
    ['the smallest int', 3, '-2147483648'],
    ['the largest int', 3, '2147483647'],
    ['a leap day', 4, '2012-02-29 23:59:59'],
    ['a negative price', 5, '-11062.06'],
    ['the largest price', 5, '99999999.9999'],
    ['a cancellation', 0, 'C536379'],
  ])('takes %s', (_, column, text) => {
    expect(row({ [column]: text })).not.toHaveProperty('reason');
  });

  const date = 'InvoiceDate is not a real date of the form YYYY-MM-DD HH:MM:SS';
  const invoice = 'InvoiceNo is neither 6 digits nor C and 6 digits';
  it.each([
    [3, '6.0', 'Quantity is not a whole number'],
    [3, '', 'Quantity is not a whole number'],
    [3, '1e3', 'Quantity is not a whole number'],
    [3, ' 6', 'Quantity is not a whole number'],
    [3, '2147483648', 'Quantity does not fit in 32 bits'],
    [3, '-2147483649', 'Quantity does not fit in 32 bits'],
    [3, '9'.repeat(30), 'Quantity does not fit in 32 bits'],
    [5, '2,55', 'UnitPrice is not a decimal number'],
    [5, '', 'UnitPrice is not a decimal number'],
    [5, '.5', 'UnitPrice is not a decimal number'],
    [5, '1e2', 'UnitPrice is not a decimal number'],
    [5, 'NaN', 'UnitPrice is not a decimal number'],
    [5, '2.55001', 'UnitPrice has more than 4 decimals'],
    [5, '100000000', 'UnitPrice does not fit decimal(12,4)'],
    [4, '2010-12-01', date],
    [4, '2010-02-30 08:26:00', date],
    [4, '2011-02-29 08:26:00', date],
    [4, '2010-12-01 24:00:00', date],
    [4, '2010-12-01 08:60:00', date],
    [4, '2010-12-01T08:26:00', date],
    [4, '01/12/2010 08:26', date],
    [0, 'A563185', invoice],
    [0, 'c536379', invoice],
    [0, '53636', invoice],
    [0, '5363650', invoice],
  ])('refuses column %i %j', (column, text, reason) => {
    expect(row({ [column]: text })).toEqual({ reason });
  });

  it('names everything that is wrong with a row', () => {
    expect(row({ 3: 'six', 5: 'x' })).toEqual({
      reason: 'Quantity is not a whole number; UnitPrice is not a decimal number',
    });
  });

  it('counts columns', () => {
    expect(parseOrderRow({ line: 2, fields: good.slice(1) })).toEqual({ reason: 'expected 8 columns, found 7' });
    expect(parseOrderRow({ line: 2, fields: [...good, ''] })).toEqual({ reason: 'expected 8 columns, found 9' });
  });
});

describe('parsePrice', () => {
  it('never changes a value, whatever its spelling', () => {
    const units = fc.bigInt({ min: -(10n ** 12n) + 1n, max: 10n ** 12n - 1n });
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 3 }), (unscaled, leadingZeros) => {
        const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(5, '0');
        const canonical = `${unscaled < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
        const spelled = canonical.replace(/^(-?)/, `$1${'0'.repeat(leadingZeros)}`).replace(/\.?0+$/, '');
        expect(parsePrice(/\d/.test(spelled) ? spelled : '0')).toBe(canonical);
      }),
    );
  });

  it('knows one zero only', () => {
    expect(['0', '0.0', '-0.00', '000.0000'].map(parsePrice)).toEqual(Array(4).fill('0.0000'));
  });
});
