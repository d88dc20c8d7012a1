import { describe, expect, it } from '@jest/globals';
import type avro from 'avsc';
import { buildType } from './build-type.js';
import { mostWrittenOut, recordShape } from './record-shape.js';

const pair = (name: string, fields: readonly object[]) => ({ type: 'record', name, fields });
const text = (name: string, given?: string) => ({
  name,
  type: 'string',
  ...(given !== undefined && { default: given }),
});
const constructorOf = (type: avro.Type) => (type as avro.types.RecordType).recordConstructor;

describe('objects of records', () => {
  it('have one class for all records of the same fields, guarded or not, and another for others', () => {
    const build = (name: string, ...names: string[]) =>
      buildType(
        pair(
          name,
          names.map((field) => text(field)),
        ),
        'contract',
      );
    expect(constructorOf(build('A', 'a', 'b'))).toBe(constructorOf(build('other.B', 'a', 'b')));
    expect(constructorOf(build('A', 'a', 'b'))).toBe(
      constructorOf(buildType(pair('A', [text('a'), text('b')]), 'foreign', 'trusted')),
    );
    expect(constructorOf(build('A', 'a', 'b'))).not.toBe(constructorOf(build('A', 'b', 'a')));
    expect(recordShape(['a', 'b'])).not.toBe(recordShape(['ab']));
  });

  it.each(['guarded', 'trusted'] as const)('are plain ones, whatever their fields are called, %s', (guarding) => {
    const value = { constructor: 'c', toString: 't', hasOwnProperty: 'h', class: 'k' };
    const type = buildType(
      pair(
        'Odd',
        Object.keys(value).map((name) => text(name)),
      ),
      'contract',
      guarding,
    );
    const read = type.fromBuffer(type.toBuffer(value)) as object;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.entries(read)).toEqual(Object.entries(value));
  });

  it('take the defaults of their own type for what the writer lacks', () => {
    const writer = buildType(pair('R', [text('a')]), 'contract');
    const bytes = writer.toBuffer({ a: 'x' });
    const reads = ['one', 'two'].map((given) => {
      const reader = buildType(pair('R', [text('a', 'unused'), text('b', given)]), 'contract');
      return reader.fromBuffer(bytes, reader.createResolver(writer)) as object;
    });
    expect(reads).toEqual([
      { a: 'x', b: 'one' },
      { a: 'x', b: 'two' },
    ]);
    expect(reads.map((read) => Object.getPrototypeOf(read) as unknown)).toEqual([Object.prototype, Object.prototype]);
  });

  it.each(['guarded', 'trusted'] as const)('are the same where there are many fields, %s', (guarding) => {
    const names = Array.from({ length: mostWrittenOut + 1 }, (_, index) => `f${index}`);
    const written = Object.fromEntries(names.map((name) => [name, `of ${name}`]));
    const type = buildType(
      pair(
        'Wide',
        names.map((name) => text(name)),
      ),
      'contract',
      guarding,
    );
    const newer = buildType(pair('Wide', [...names.map((name) => text(name)), text('more', 'given')]), 'contract');
    const bytes = type.toBuffer(written);
    const read = type.fromBuffer(bytes) as object;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.entries(read)).toEqual(Object.entries(written));
    expect(newer.fromBuffer(bytes, newer.createResolver(type))).toEqual({ ...written, more: 'given' });
  });

  it('make each default anew', () => {
    const list = { name: 'list', type: { type: 'array', items: 'int' }, default: [] };
    const reader = buildType(pair('R', [text('a'), list]), 'contract');
    const writer = buildType(pair('R', [text('a')]), 'contract');
    const resolver = reader.createResolver(writer);
    const [one, other] = [1, 2].map(
      () => reader.fromBuffer(writer.toBuffer({ a: '' }), resolver) as { list: number[] },
    );
    one!.list.push(1);
    expect(other!.list).toEqual([]);
  });
});
