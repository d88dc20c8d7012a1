import { describe, expect, it } from '@jest/globals';
import { buildType } from './build-type.js';

/** What a contract of one type reads of a number that was written as another. */
function read(value: number, written: string, reader: unknown): unknown {
  const writer = buildType(written, 'foreign');
  const type = buildType(reader as string, 'contract');
  return type.fromBuffer(writer.toBuffer(value), type.createResolver(writer));
}

const longs = [0, -1, 2 ** 31, -(2 ** 52), -(2 ** 52) - 1, -(2 ** 53) + 1, 2 ** 53 - 1];

describe('a number that was written as a narrower one', () => {
  it.each(longs)('keeps its value and its sign as a double: %d', (value) => {
    expect(read(value, 'long', 'double')).toBe(value);
    expect(read(value, 'long', ['null', 'double'])).toBe(value);
  });

  it.each(longs)('is the nearest float: %d', (value) => {
    expect(read(value, 'long', 'float')).toBe(Math.fround(value));
  });

  it('is read from an int and from a float', () => {
    expect(read(2 ** 31 - 1, 'int', 'float')).toBe(2 ** 31);
    expect(read(2 ** 31 - 1, 'int', 'double')).toBe(2 ** 31 - 1);
    expect(read(0.1, 'float', 'double')).toBe(Math.fround(0.1));
  });

  it('is refused when it is not finite, or beyond 53 bits', () => {
    expect(() => read(Infinity, 'float', 'double')).toThrow('not finite');
    const beyond = Buffer.from('feffffffffffffffff01', 'hex');
    const [writer, reader] = [buildType('long', 'foreign'), buildType('double', 'contract')];
    expect(() => reader.fromBuffer(beyond, reader.createResolver(writer))).toThrow('beyond 53 bits');
  });
});
