import { describe, expect, it } from '@jest/globals';
import { isSpillwayError } from '@spillway/events';
import { arrayOf, enumOf, field, fixed, record } from '../../../../test/support/avro-verdicts/build-schema.js';
import { parseSchema } from './parse-schema.js';

/** `pointer detail` of every problem. */
function problems(schema: unknown): readonly string[] {
  try {
    parseSchema(schema, 'Order.avsc');
    return [];
  } catch (error) {
    if (!isSpillwayError(error, 'SPW-3008')) throw error;
    return error.issues.map(({ pointer, detail }) => `${pointer} ${detail}`);
  }
}

const order = (type: unknown, more: object = {}) => record('Order', [field('f', type, more)]);
const nested = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>(arrayOf, 'int');

describe('reading a schema', () => {
  it.each([
    ['null in place of a schema', null, [' is no schema']],
    ['an unknown name', order('Line'), ['/fields/0/type names Line, which is not known']],
    [
      'two unknown names',
      order(['A', 'B']),
      [
        '/fields/0/type/0 names A, which is not known',
        '/fields/0/type/1 names B, which is not known',
        '/fields/0/type has two branches of null',
      ],
    ],
    [
      'a record without a name',
      { type: 'record', fields: [] },
      [' needs a name: letters, digits and _, not beginning with a digit'],
    ],
    ['a name that is none', record('1st', []), [' needs a name: letters, digits and _, not beginning with a digit']],
    ['a record without fields', { type: 'record', name: 'R' }, [' needs a list of fields']],
    ['a field named twice', record('R', [field('a', 'int'), field('a', 'int')]), ['/fields has two fields named a']],
    [
      'a name defined twice',
      record('R', [field('a', fixed('F', 1)), field('b', fixed('F', 1))]),
      ['/fields/1/type defines shop.F a second time'],
    ],
    ['a union in a union', ['null', ['int']], [' is a union within a union']],
    ['a branch twice', ['int', { type: 'int' }], [' has two branches of int']],
    ['a symbol twice', enumOf('E', ['A', 'A']), ['/symbols says a symbol twice']],
    ['a symbol that is no name', enumOf('E', ['A', '\u001b[31m']), ['/symbols has a symbol that is no name']],
    [
      'a name that is none, without repeating it raw',
      order('a\nb'),
      ['/fields/0/type names "a\\nb", which is not known'],
    ],
    ['a field with a dot', record('R', [field('a.b', 'int')]), ['/fields/0 has a dot in its name']],
    ['an enum default that is no symbol', enumOf('E', ['A'], { default: 'B' }), ['/default is none of the symbols']],
    ['a fixed without size', { type: 'fixed', name: 'F' }, [' needs a size in bytes']],
    ['aliases that are none', order('int', { aliases: 'g' }), ['/fields/0/aliases is not a list of names']],
    ['a default of another type', order('int', { default: 'x' }), ['/fields/0/default is no value of the type']],
    ['a default out of range', order('int', { default: 2 ** 31 }), ['/fields/0/default is no value of the type']],
    ['a default of no branch', order(['null', 'int'], { default: 'x' }), ['/fields/0/default is no value of the type']],
    [
      'a default record with a field missing',
      order(record('L', [field('n', 'int')]), { default: {} }),
      ['/fields/0/default is no value of the type'],
    ],
    ['types without end', nested(20_000), [`${'/items'.repeat(64)} is nested deeper than 64`]],
  ])('refuses %s', (_what, schema, expected) => {
    expect(problems(schema)).toEqual(expected);
  });

  it.each([
    [
      'a name within its own namespace',
      record('R', [field('a', fixed('F', 1)), field('b', 'F'), field('c', 'shop.F')]),
    ],
    ['a name without a namespace from within one', [{ type: 'fixed', name: 'F', size: 1 }, order('F')]],
    ['a namespace that is taken back', record('R', [field('a', { type: 'fixed', name: 'F', namespace: '', size: 1 })])],
    ['a type that mentions itself', record('R', [field('next', ['null', 'R'], { default: null })])],
    ['a default of a later branch', order(['null', 'string'], { default: 'x' })],
    [
      'defaults of every kind',
      record('R', [
        field('a', 'long', { default: 1 }),
        field('b', arrayOf('int'), { default: [1, 2] }),
        field('c', { type: 'map', values: 'double' }, { default: { x: 0.5 } }),
        field('d', record('L', [field('n', 'int'), field('m', 'int', { default: 0 })]), { default: { n: 1 } }),
        field('e', 'bytes', { default: '\u00ff' }),
        field('f', enumOf('E', ['A']), { default: 'A' }),
        field('g', 'boolean', { default: false }),
        field('h', 'double', { default: 'NaN' }),
      ]),
    ],
    ['attributes nobody knows', { type: 'string', 'avro.java.string': 'String', logicalType: 7 }],
  ])('takes %s', (_what, schema) => {
    expect(problems(schema)).toEqual([]);
  });

  it('names the document in the message, and every problem beside it', () => {
    expect(() => parseSchema(order(['A', 'B', 'null']), 'orders/Order.avsc')).toThrow(
      'orders/Order.avsc: /fields/0/type/0 names A, which is not known (and 2 more).',
    );
  });
});
