import { describe, expect, it } from '@jest/globals';
import { field, record } from '../../../../test/support/avro-verdicts/build-schema.js';
import { parseSchema } from '../schema/parse-schema.js';
import { compare } from './compare.js';
import { Resolution } from './resolution.js';

const inStore = { namespace: 'store' };
const line = (...fields: readonly Readonly<Record<string, unknown>>[]) => record('L', fields);

/** A tree whose inner record `M` leads back to it. */
const tree = (valueType: string) =>
  record('N', [field('m', record('M', [field('n', ['null', 'N'])])), field('v', valueType)]);
const forest = (trees: unknown) => record('Forest', [field('a', trees), field('b', 'shop.M')]);

describe('schema resolution', () => {
  it('takes the first branch that reads the type, not the first that looks like it', () => {
    const writer = parseSchema(line(), 'older');
    const alike = { ...line(field('n', 'int')), namespace: 'office' };
    const reader = parseSchema([alike, { ...line(), ...inStore }], 'newer');
    const branches = reader.node.kind === 'union' ? reader.node.branches : [];
    expect(new Resolution().branchFor(writer.node, branches)).toBe(branches[1]);
  });

  it('takes the branch of the same full name before another that would do', () => {
    const writer = parseSchema(line(), 'older');
    const reader = parseSchema([{ ...line(), ...inStore }, line()], 'newer');
    expect(compare(writer, reader)).toEqual([]);
  });

  it('takes the branch of the same full name though that does not read it', () => {
    // Apache Avro's check is content with any branch; its decoder and ours take this one.
    const writer = parseSchema(line(), 'older');
    const other = record('K', [], { aliases: ['shop.L'] });
    const reader = parseSchema([other, line(field('n', 'int'))], 'newer');
    expect(new Resolution().isReadable(writer.node, reader.node)).toBe(false);
    expect(compare(writer, reader).map(({ rule, path }) => [rule, path])).toEqual([
      ['FIELD_ADDED_WITHOUT_DEFAULT', 'shop.L.n'],
    ]);
  });

  it('takes the branch of the same kind before a wider one, though its logical type is another', () => {
    const date = { type: 'int', logicalType: 'date' };
    const time = { type: 'int', logicalType: 'time-millis' };
    const found = compare(parseSchema(['null', date], 'older'), parseSchema(['null', 'long', time], 'newer'));
    expect(found.map(({ rule, detail }) => [rule, detail])).toEqual([['LOGICAL_TYPE_CHANGED', 'date → time-millis']]);
  });

  it('finds nothing in bytes that have a branch of their own behind text', () => {
    expect(compare(parseSchema(['null', 'bytes'], 'older'), parseSchema(['null', 'string', 'bytes'], 'newer'))).toEqual(
      [],
    );
  });

  it('forgets what it assumed within a branch that is refused', () => {
    // The inner record is only readable as long as the tree around it is; Apache Avro 1.12 keeps the assumption.
    const older = parseSchema(forest(tree('int')), 'older');
    const newer = parseSchema(forest([tree('string'), record('N', [field('v', 'int')], inStore)]), 'newer');
    expect(new Resolution().isReadable(older.node, newer.node)).toBe(false);
    expect(compare(older, newer).map(({ rule, path }) => [rule, path])).toContainEqual(['TYPE_CHANGED', 'shop.N.v']);
  });
});
