import { describe, expect, it } from '@jest/globals';
import {
  arrayOf,
  decimal,
  enumOf,
  field,
  fixed,
  mapOf,
  record,
} from '../../../../test/support/avro-verdicts/build-schema.js';
import { parseSchema } from '../schema/parse-schema.js';
import { compare } from './compare.js';
import { compatibilityRules } from './compatibility-rules.js';
import type { Newer } from './finding.js';

const order = (...fields: readonly Readonly<Record<string, unknown>>[]) => record('Order', fields);
const amount = (type: unknown) => order(field('amount', type));
const time = (logicalType: string, type = 'long') => amount({ type, logicalType });
const node = (...more: readonly Readonly<Record<string, unknown>>[]) =>
  record('Node', [field('next', ['null', 'Node']), ...more]);

/** `rule path detail @ pointer in the newer schema` of each finding. */
function differences(older: unknown, newer: unknown, side: Newer): readonly string[] {
  const [was, is] = [parseSchema(older, 'older'), parseSchema(newer, 'newer')];
  const findings = side === 'reader' ? compare(was, is, side) : compare(is, was, side);
  return findings.map(({ rule, path, detail, ...places }) => {
    expect([places.writer.source, places.reader.source]).toEqual(
      side === 'reader' ? ['older', 'newer'] : ['newer', 'older'],
    );
    return `${rule} ${path} (${detail}) @ ${places[side].pointer}`;
  });
}

type Row = readonly [what: string, older: unknown, newer: unknown, backward: string[], forward: string[]];

const rows: readonly Row[] = [
  [
    'a field without default that only one has',
    order(),
    order(field('a', 'int'), field('b', 'int')),
    [
      'FIELD_ADDED_WITHOUT_DEFAULT shop.Order.a (a) @ /fields/0',
      'FIELD_ADDED_WITHOUT_DEFAULT shop.Order.b (b) @ /fields/1',
    ],
    [],
  ],
  [
    'a field removed',
    order(field('a', 'int')),
    order(),
    [],
    ['FIELD_REMOVED_WITHOUT_DEFAULT shop.Order.a (a) @ /fields'],
  ],
  [
    'an alias of a field that is still there',
    order(field('a', 'int'), field('b', 'int')),
    order(field('b', 'int', { aliases: ['a'] })),
    ['FIELD_ALIAS_AMBIGUOUS shop.Order.b (a, b) @ /fields/0'],
    ['FIELD_REMOVED_WITHOUT_DEFAULT shop.Order.a (a) @ /fields'],
  ],
  [
    'an alias of two fields',
    order(field('a', 'int')),
    order(field('b', 'int', { aliases: ['a'] }), field('c', 'int', { aliases: ['a'] })),
    ['FIELD_ALIAS_SHARED shop.Order.c (a) @ /fields/1'],
    ['FIELD_REMOVED_WITHOUT_DEFAULT shop.Order.a (a) @ /fields'],
  ],
  [
    'a narrower number',
    amount('long'),
    amount('int'),
    ['TYPE_NARROWED shop.Order.amount (long → int) @ /fields/0/type'],
    [],
  ],
  [
    'a wider number in a union in an array',
    amount(arrayOf(['null', 'int'])),
    amount(arrayOf(['null', 'double'])),
    [],
    ['TYPE_WIDENED shop.Order.amount[] ([null, int] → double) @ /fields/0/type/items/1'],
  ],
  [
    'another type in a map',
    amount(mapOf('int')),
    amount(mapOf('string')),
    ['TYPE_CHANGED shop.Order.amount{} (int → string) @ /fields/0/type/values'],
    ['TYPE_CHANGED shop.Order.amount{} (int → string) @ /fields/0/type/values'],
  ],
  [
    'another name',
    amount(record('Line', [])),
    amount(record('Item', [], { aliases: ['Line'] })),
    [],
    ['NAME_CHANGED shop.Order.amount (shop.Line → shop.Item) @ /fields/0/type'],
  ],
  [
    'another namespace',
    amount(['null', enumOf('Kind', ['A'])]),
    amount(['null', enumOf('Kind', ['A'], { namespace: 'store' })]),
    ['NAMESPACE_CHANGED shop.Order.amount (shop.Kind → store.Kind) @ /fields/0/type/1'],
    ['NAMESPACE_CHANGED shop.Order.amount (shop.Kind → store.Kind) @ /fields/0/type/1'],
  ],
  [
    'symbols taken away and added',
    amount(enumOf('Kind', ['A', 'B', 'C'])),
    amount(enumOf('Kind', ['C', 'D'])),
    ['ENUM_SYMBOL_REMOVED shop.Order.amount (A, B) @ /fields/0/type/symbols'],
    ['ENUM_SYMBOL_ADDED shop.Order.amount (D) @ /fields/0/type/symbols'],
  ],
  [
    'a branch taken away, another added',
    amount(['null', 'string']),
    amount(['int', 'string']),
    ['UNION_BRANCH_REMOVED shop.Order.amount (null) @ /fields/0/type'],
    ['UNION_BRANCH_ADDED shop.Order.amount (int) @ /fields/0/type/0'],
  ],
  [
    'a field made required',
    amount(['null', 'string']),
    amount('string'),
    ['UNION_BRANCH_REMOVED shop.Order.amount (null) @ /fields/0/type'],
    [],
  ],
  [
    'a type put into a union that lacks it',
    amount('string'),
    amount(['null', 'int']),
    ['TYPE_CHANGED shop.Order.amount (string → [null, int]) @ /fields/0/type'],
    [
      'UNION_BRANCH_ADDED shop.Order.amount (null) @ /fields/0/type/0',
      'UNION_BRANCH_ADDED shop.Order.amount (int) @ /fields/0/type/1',
    ],
  ],
  [
    'what is inside a branch, not the branch',
    amount(['null', record('Line', [])]),
    amount(['null', record('Line', [field('n', 'int')])]),
    ['FIELD_ADDED_WITHOUT_DEFAULT shop.Line.n (n) @ /fields/0/type/1/fields/0'],
    [],
  ],
  [
    'another size',
    amount(fixed('Mac', 6)),
    amount(fixed('Mac', 8)),
    ['FIXED_SIZE_CHANGED shop.Order.amount (6 bytes → 8 bytes) @ /fields/0/type'],
    ['FIXED_SIZE_CHANGED shop.Order.amount (6 bytes → 8 bytes) @ /fields/0/type'],
  ],
  [
    'another scale',
    amount(decimal(12, 4)),
    amount(decimal(12, 2)),
    ['DECIMAL_SCALE_CHANGED shop.Order.amount (scale 4 → scale 2) @ /fields/0/type'],
    ['DECIMAL_SCALE_CHANGED shop.Order.amount (scale 4 → scale 2) @ /fields/0/type'],
  ],
  [
    'fewer digits',
    amount(['null', decimal(12, 4)]),
    amount(['null', decimal(8, 4)]),
    ['DECIMAL_PRECISION_NARROWED shop.Order.amount (precision 12 → precision 8) @ /fields/0/type/1'],
    [],
  ],
  [
    'bytes that become a decimal',
    amount('bytes'),
    amount(decimal(8, 4)),
    ['LOGICAL_TYPE_CHANGED shop.Order.amount (none → decimal) @ /fields/0/type'],
    [],
  ],
  [
    'another unit of time',
    time('timestamp-millis'),
    time('timestamp-micros'),
    ['LOGICAL_TYPE_CHANGED shop.Order.amount (timestamp-millis → timestamp-micros) @ /fields/0/type'],
    ['LOGICAL_TYPE_CHANGED shop.Order.amount (timestamp-millis → timestamp-micros) @ /fields/0/type'],
  ],
  [
    'bytes made text',
    amount('bytes'),
    amount('string'),
    ['BYTES_READ_AS_TEXT shop.Order.amount (bytes → string) @ /fields/0/type'],
    [],
  ],
  [
    'text made a uuid',
    amount('string'),
    amount({ type: 'string', logicalType: 'uuid' }),
    ['LOGICAL_TYPE_CHANGED shop.Order.amount (none → uuid) @ /fields/0/type'],
    [],
  ],
  [
    'a number made a time of day',
    amount('int'),
    time('time-millis', 'int'),
    ['LOGICAL_TYPE_CHANGED shop.Order.amount (none → time-millis) @ /fields/0/type'],
    [],
  ],
  [
    'a long of all bits made a number',
    amount({ type: 'long', 'spillway.long': 'bigint' }),
    amount('long'),
    ['LONG_RANGE_NARROWED shop.Order.amount (bigint → long) @ /fields/0/type'],
    [],
  ],
  ...['double', 'float'].map((kind): Row => [
    `a long of all bits made a ${kind}`,
    amount({ type: 'long', 'spillway.long': 'bigint' }),
    amount(kind),
    [`LONG_RANGE_NARROWED shop.Order.amount (bigint → ${kind}) @ /fields/0/type`],
    [`TYPE_WIDENED shop.Order.amount (long → ${kind}) @ /fields/0/type`],
  ]),
  ...['timestamp-micros', 'timestamp-nanos', 'local-timestamp-micros', 'local-timestamp-nanos'].map((name): Row => [
    `${name} that become a number`,
    time(name),
    amount('long'),
    [`LONG_RANGE_NARROWED shop.Order.amount (${name} → long) @ /fields/0/type`],
    [],
  ]),
  ['milliseconds that become a number', time('timestamp-millis'), amount('long'), [], []],
  ['a number that is marked as a time', amount('long'), time('timestamp-millis'), [], []],
  [
    'a recursive record, once',
    node(),
    node(field('n', 'int')),
    ['FIELD_ADDED_WITHOUT_DEFAULT shop.Node.n (n) @ /fields/1'],
    [],
  ],
];

describe('comparing two versions', () => {
  it.each(rows)('finds %s', (...[, older, newer, backward, forward]: Row) => {
    expect(differences(older, newer, 'reader')).toEqual(backward);
    expect(differences(older, newer, 'writer')).toEqual(forward);
  });

  it('has seen every rule in this table', () => {
    const seen = rows.flatMap(([, , , backward, forward]) => [...backward, ...forward]);
    const names = new Set(seen.map((text) => text.split(' ')[0]));
    expect(Object.keys(compatibilityRules).filter((rule) => !names.has(rule))).toEqual([]);
  });

  it('points into the document where a shared type is defined', () => {
    const line =
      (...fields: readonly Readonly<Record<string, unknown>>[]) =>
      () => ({
        schema: record('Line', fields),
        source: 'Line.avsc',
      });
    const lines = order(field('lines', arrayOf('shop.Line')));
    const older = parseSchema(lines, 'older', line());
    const newer = parseSchema(lines, 'Order.avsc', line(field('n', 'int')));
    expect(compare(older, newer)).toMatchObject([
      { path: 'shop.Line.n', reader: { source: 'Line.avsc', pointer: '/fields/0' } },
    ]);
  });
});
