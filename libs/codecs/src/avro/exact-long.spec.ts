import { describe, expect, it } from '@jest/globals';
import avro from 'avsc';
import * as fc from 'fast-check';
import { buildType } from './build-type.js';

const type = buildType('long', 'contract');

describe('a long', () => {
  it('comes back exactly over the whole range of safe integers', () => {
    const edges = [30, 31, 32, 48, 51, 52].flatMap((bits) => [2 ** bits - 1, 2 ** bits, 2 ** bits + 1]);
    const values = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(...edges, ...edges.map((edge) => -edge)));
    fc.assert(
      fc.property(values, (value) => {
        expect(type.fromBuffer(type.toBuffer(value))).toBe(value);
      }),
    );
  });

  it('is written as Avro says', () => {
    // The 64-bit zigzag, by bigint.
    const expected = (value: number): string => {
      let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
      const bytes: number[] = [];
      for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
      return Buffer.from([...bytes, Number(rest)]).toString('hex');
    };
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(type.toBuffer(value).toString('hex')).toBe(expected(value));
      }),
    );
  });

  it('is another number in avsc below -2^52, which is why ours is used', () => {
    const bare = avro.Type.forSchema('long');
    expect(bare.fromBuffer(bare.toBuffer(-(2 ** 52) - 1))).toBe(2 ** 52);
  });

  it.each([
    ['2^53', '8080808080808020'],
    ['-2^53', 'ffffffffffffff1f'],
    ['64 bits', 'ffffffffffffffffff01'],
    ['more than 64 bits', 'ffffffffffffffffffffff01'],
  ])('of %s is refused', (_name, hex) => {
    expect(() => type.fromBuffer(Buffer.from(hex, 'hex'))).toThrow(RangeError);
  });

  it.each([2 ** 53, 1.5, Number.NaN, '1', 1n, null])('is refused when it is %p', (value) => {
    expect(() => type.toBuffer(value)).toThrow(RangeError);
    expect(type.isValid(value)).toBe(false);
  });
});
