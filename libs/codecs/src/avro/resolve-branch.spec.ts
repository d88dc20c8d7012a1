import { describe, expect, it } from '@jest/globals';
import type { AvroSchema } from '@spillway/events';
import { buildType } from './build-type.js';

const record = (type: unknown, ...more: readonly object[]): AvroSchema =>
  ({ type: 'record', name: 'Made', fields: [{ name: 'value', type }, ...more] }) as AvroSchema;

/** What a newer contract reads of a value that was written into a union. */
function read(value: unknown, written: readonly unknown[], readBy: readonly unknown[]): unknown {
  const writer = buildType(record(written), 'foreign');
  const reader = buildType(record(readBy, { name: 'note', type: 'string', default: '' }), 'contract');
  const made = reader.fromBuffer(writer.toBuffer({ value }), reader.createResolver(writer)) as { value: unknown };
  return made.value;
}

const time = { type: 'long', logicalType: 'timestamp-millis' };
const hash = { type: 'fixed', name: 'Hash', size: 2 };
const other = { type: 'fixed', name: 'Other', size: 2 };

describe('a value of a union in a later version', () => {
  it.each([
    [{ bytes: Buffer.from([0xff]) }, ['null', 'string', 'bytes']],
    [{ string: 'é' }, ['null', 'bytes', 'string']],
    [{ int: 7 }, ['double', 'long', 'int']],
    [{ long: 7 }, ['float', 'long', 'int']],
    [{ long: new Date(7) }, ['int', 'string', 'double', time]],
    [{ Other: Buffer.from([1, 2]) }, [hash, other, 'string']],
    [null, ['string', 'bytes', 'null']],
  ])('stays %j, of %j', (value, union) => {
    expect(plainTag(read(value, union, union))).toEqual(plainTag(value));
    expect(plainTag(read(value, union, union.toReversed()))).toEqual(plainTag(value));
  });

  it('stays in its branch where it names none as well', () => {
    const bigint = { type: 'long', 'spillway.long': 'bigint' };
    expect(read(7, ['null', bigint, 'int'], [bigint, 'int', 'null'])).toBe(7);
    expect(read(7n, ['null', bigint, 'int'], [bigint, 'int', 'null'])).toBe(7n);
  });

  it('goes into the first branch that reads it where none is of its type', () => {
    expect(plainTag(read({ int: 7 }, ['int', 'float'], ['string', 'bytes', 'long', 'double']))).toEqual({ long: 7 });
    expect(plainTag(read('a', ['null', 'string'], ['null', 'bytes', 'string']))).toEqual({ string: 'a' });
  });
});

/** Values that name their branch as objects of nobody. */
function plainTag(value: unknown): unknown {
  return value === null ? null : { ...(value as object) };
}
