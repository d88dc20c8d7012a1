import { describe, expect, it } from '@jest/globals';
import { assert, bigInt, property } from 'fast-check';
import { decidePayment } from './decide-payment.ts';
import { toTenThousandths } from './to-ten-thousandths.ts';

describe('decidePayment', () => {
  it.each([
    ['5000.0000', 'captured', undefined],
    ['5000.0001', 'declined', 'above-limit'],
    ['0.0001', 'captured', undefined],
    ['0', 'declined', 'amount-not-positive'],
    ['-0.0001', 'declined', 'amount-not-positive'],
    ['-99999999999999999999.9999', 'declined', 'amount-not-positive'],
    ['99999999999999999999.9', 'declined', 'above-limit'],
  ])('%s is %s', (amount, status, reason) => {
    expect(decidePayment(amount, '5000.0000')).toEqual(reason === undefined ? { status } : { status, reason });
  });

  it('captures exactly what is above zero and not above the limit', () => {
    const units = bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    assert(
      property(units, bigInt({ min: 0n, max: 10n ** 12n }), (amount, limit) => {
        const { status } = decidePayment(toText(amount), toText(limit));
        expect(status === 'captured').toBe(amount > 0n && amount <= limit);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('toTenThousandths', () => {
  it.each(['', '-', '.5', '1.', '1.00001', '1e3', '1,5', ' 1', '+1', 'NaN', '1'.repeat(31)])('refuses %p', (text) => {
    expect(() => toTenThousandths(text)).toThrow(RangeError);
  });
});

function toText(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(5, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
