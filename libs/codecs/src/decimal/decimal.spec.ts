import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readUnscaled, unscaledLength, writeUnscaled } from './decimal-bytes.js';
import { formatDecimal } from './format-decimal.js';
import { parseDecimal } from './parse-decimal.js';
import { parseSmallDecimal } from './parse-small-decimal.js';

const format = { precision: 12, scale: 4 };

describe('parseDecimal', () => {
  it.each([
    ['2.55', 25_500],
    ['2.5500', 25_500],
    ['0', 0],
    ['-0.0000', 0],
    ['-3', -30_000],
    ['99999999.9999', 999_999_999_999],
  ])('reads %s exactly', (text, unscaled) => {
    expect(parseDecimal(text, format)).toEqual({ unscaled });
  });

  it.each([
    '1.23456',
    '100000000',
    '1e3',
    '+1',
    '01',
    '.5',
    '1.',
    ' 1',
    '1,5',
    '',
    '-',
    'NaN',
    '0x1',
    '1_0',
    '9'.repeat(1e6),
  ])('refuses %s', (text) => {
    const { problem } = parseDecimal(text, format);
    expect(problem).toMatch(/decimal|digits/);
    expect(parseDecimal(text, format).unscaled).toBeUndefined();
  });
});

describe('parseSmallDecimal', () => {
  it('never says anything else than parseDecimal', () => {
    const near = fc.tuple(fc.constantFrom('', '-', '+', '.'), fc.stringMatching(/^[0-9]{0,9}[.,eE-]?[0-9]{0,6}$/));
    const formats = fc.constantFrom(
      format,
      { precision: 4, scale: 4 },
      { precision: 5, scale: 0 },
      { precision: 8, scale: 8 },
    );
    fc.assert(
      fc.property(near, formats, ([sign, digits], chosen) => {
        const small = parseSmallDecimal(sign + digits, chosen);
        if (small !== undefined) expect(parseDecimal(sign + digits, chosen)).toEqual({ unscaled: small });
      }),
      { numRuns: 5_000 },
    );
  });

  it('takes the common case', () => {
    expect(
      ['2.5500', '2.55', '-3', '0', '-0.0000', '99999999.9999'].map((text) => parseSmallDecimal(text, format)),
    ).toEqual([25_500, 25_500, -30_000, 0, 0, 999_999_999_999]);
  });
});

describe('decimals', () => {
  const wide = { precision: 38, scale: 10 };
  const most = 10n ** 38n - 1n;

  it('come back from text and bytes, whatever their size', () => {
    fc.assert(
      fc.property(fc.oneof(fc.bigInt(-most, most), fc.bigInt(-(2n ** 50n), 2n ** 50n)), (value) => {
        const { unscaled } = parseDecimal(formatDecimal(value, wide.scale), wide) as { unscaled: number | bigint };
        expect(BigInt(unscaled)).toBe(value);
        const length = unscaledLength(unscaled);
        const bytes = Buffer.alloc(length + 2, 0xee);
        writeUnscaled(unscaled, bytes, 1, length);
        expect(BigInt(readUnscaled(bytes, 1, length))).toBe(value);
        expect([bytes[0], bytes[length + 1]]).toEqual([0xee, 0xee]);
      }),
    );
  });

  it('take the fewest bytes', () => {
    for (const bits of [8, 16, 24, 32, 40, 48]) {
      const edge = 2 ** (bits - 1);
      const lengths = [edge - 1, -edge, edge, -edge - 1].map(unscaledLength);
      expect(lengths).toEqual([bits / 8, bits / 8, bits / 8 + 1, bits / 8 + 1]);
      expect([edge - 1, -edge, edge, -edge - 1].map((value) => unscaledLength(BigInt(value)))).toEqual(lengths);
    }
  });

  it('are read from more bytes than needed', () => {
    expect(readUnscaled(Buffer.from('fffffffffffffffffffe', 'hex'), 0, 10)).toBe(-2n);
  });
});
