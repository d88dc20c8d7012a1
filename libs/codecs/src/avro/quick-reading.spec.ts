import { describe, expect, it } from '@jest/globals';
import avro from 'avsc';
import * as fc from 'fast-check';
import { buildType } from './build-type.js';
import { startItemBudget } from './item-budget.js';
import { newTap } from './new-tap.js';
import { readDouble } from './read-double.js';
import { readVarint } from './read-varint.js';

describe('quick reading gives what avsc gives', () => {
  it('of numbers of whatever bytes, and past the end', () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 12 });
    fc.assert(
      fc.property(bytes, fc.nat(12), (given, pos) => {
        const buffer = Buffer.from(given);
        const [ours, theirs] = [newTap(buffer, pos), newTap(buffer, pos)];
        expect(readVarint(ours)).toBe(theirs.readLong());
        expect(ours.pos).toBe(theirs.pos);
      }),
      { numRuns: 20_000 },
    );
  });

  it('of doubles', () => {
    const double = avro.Type.forSchema('double');
    const special = fc.constantFrom(0, -0, Infinity, -Infinity, Number.NaN, Number.MIN_VALUE, 2 ** -1_030, 5e-324);
    fc.assert(
      fc.property(fc.oneof(fc.double(), special), fc.uint8Array({ maxLength: 3 }), (value, before) => {
        const tap = newTap(Buffer.concat([before, double.toBuffer(value)]), before.length);
        expect(readDouble(tap)).toBe(value);
        expect(tap.pos).toBe(before.length + 8);
      }),
      { numRuns: 5_000 },
    );
    const cutOff = newTap(Buffer.alloc(7, 1), 0);
    expect(readDouble(cutOff)).toBe(0);
    expect(cutOff.pos).toBe(8);
  });

  it.each(['guarded', 'trusted'] as const)('of ints of 32 bits, and refuses more, %s', (guarding) => {
    const type = buildType('int', 'foreign', guarding);
    const long = avro.Type.forSchema('long');
    for (const value of [0, -1, 2 ** 31 - 1, -(2 ** 31)]) expect(type.fromBuffer(long.toBuffer(value))).toBe(value);
    const endless = Buffer.concat([Buffer.alloc(160, 0xff), Buffer.of(1)]);
    for (const bytes of [long.toBuffer(2 ** 31), long.toBuffer(-(2 ** 31) - 1), endless]) {
      expect(() => type.fromBuffer(bytes)).toThrow(expect.objectContaining({ reason: 'range' }));
    }
  });

  const status = { type: 'enum', name: 'Status', symbols: ['A', 'B'] };

  it.each([
    ['a symbol', status, [2], 'B'],
    ['a branch', ['null', 'int'], [2, 14], 7],
  ])('of %s, and refuses one that is not there', (_name, schema, sound, value) => {
    for (const guarding of ['guarded', 'trusted'] as const) {
      const type = buildType(schema as never, 'foreign', guarding);
      expect(type.fromBuffer(Buffer.from(sound))).toBe(value);
      for (const index of [4, 1, 0xfe]) expect(() => type.fromBuffer(Buffer.from([index, 1, 1]))).toThrow(/lacks/);
    }
  });

  it.each(['guarded', 'trusted'] as const)(
    'of keys that fall together, and of those that are no ASCII, %s',
    (guarding) => {
      const maps = buildType({ type: 'map', values: 'int' }, 'contract', guarding);
      const short = Array.from({ length: 5_000 }, (_, index) => index.toString(36));
      for (const key of [...short, ...short, '', 'ä', 'ä', 'äö', '\ufffd', 'a key of more than twelve bytes']) {
        startItemBudget(1);
        expect(maps.fromBuffer(maps.toBuffer({ [key]: 1 }))).toEqual({ [key]: 1 });
      }
    },
  );
});
