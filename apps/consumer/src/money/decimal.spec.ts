import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fromUnits, toUnits } from './decimal.js';

describe('decimal', () => {
  it.each([
    ['2.5500', 25_500n],
    ['0.0001', 1n],
    ['-0.0001', -1n],
    ['-12.0300', -120_300n],
    ['0.0000', 0n],
  ])('%s is %p units', (decimal, units) => {
    expect(toUnits(decimal)).toBe(units);
    expect(fromUnits(units)).toBe(decimal);
  });

  it('comes back as it went', () => {
    fc.assert(
      fc.property(fc.bigInt(), (units) => {
        expect(toUnits(fromUnits(units))).toBe(units);
      }),
    );
  });
});
