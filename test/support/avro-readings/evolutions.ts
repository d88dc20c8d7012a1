import { randomNamespace } from '../random-contracts/random-contract.ts';

/** Two versions of a contract, of which the second reads the first. */
export interface Evolution {
  readonly writer: object;
  readonly reader: object;
  /** Why Avro for Python does not resolve it as Avro's specification says. */
  readonly notInPython?: string;
  /** Instead of some made at random. */
  readonly payloads?: readonly object[];
}

const made = (fields: readonly object[], more: object = {}): object => ({
  ...{ type: 'record', name: 'Made', namespace: randomNamespace, ...more },
  fields,
});
const kept = { name: 'kept', type: 'string' };
const value = (type: unknown): object => made([{ name: 'value', type }, kept]);
const suit = (symbols: readonly string[], more: object = {}): object => ({
  ...{ type: 'enum', name: 'Suit', namespace: randomNamespace, symbols },
  ...more,
});
const counter = (name: string): object => made([{ name: 'n', type: 'int' }], { name });
const payloadsOf = (...values: readonly unknown[]): readonly object[] =>
  values.map((each) => ({ value: each, kept: '' }));
const bigint = { type: 'long', 'spillway.long': 'bigint' };
const rounds = 'It reads an integer as it is, where Avro makes a float of it';
const keeps = 'It keeps what the writer called it';

function promotion(from: string, to: unknown, notInPython?: string): Evolution {
  return { writer: value(from), reader: value(to), ...(notInPython === undefined ? {} : { notInPython }) };
}

/** A pair of versions for each way in which Avro resolves a difference, by its name. */
export const evolutions: Readonly<Record<string, Evolution>> = {
  'field added': {
    writer: made([kept]),
    reader: made([
      { name: 'text', type: 'string', default: 'é' },
      kept,
      { name: 'number', type: 'double', default: 0.5 },
      { name: 'maybe', type: ['null', 'string'], default: null },
      { name: 'list', type: { type: 'array', items: 'int' }, default: [1, 2] },
      { name: 'map', type: { type: 'map', values: 'boolean' }, default: { a: true } },
      { name: 'suit', type: suit(['A', 'B']), default: 'B' },
      { name: 'inner', type: made([{ name: 'n', type: 'long' }], { name: 'Inner' }), default: { n: 7 } },
    ]),
  },
  'field removed': {
    writer: made([{ name: 'gone', type: { type: 'array', items: 'string' } }, kept]),
    reader: made([kept]),
  },
  'fields in another order': {
    writer: made([{ name: 'a', type: 'int' }, kept]),
    reader: made([kept, { name: 'a', type: 'int' }]),
  },
  'field renamed by alias': {
    writer: value('int'),
    reader: made([{ name: 'amount', aliases: ['value'], type: 'int' }, kept]),
    notInPython: 'It knows no aliases',
  },
  'record renamed by alias': {
    writer: value('int'),
    reader: { ...value('int'), name: 'Remade', aliases: ['Made'] },
    notInPython: 'It knows no aliases',
  },
  'int as long': promotion('int', 'long'),
  'int as long of bigint': promotion('int', bigint),
  'long as long of bigint': promotion('long', bigint),
  'int as float': { ...promotion('int', 'float', rounds), payloads: [{ value: 2 ** 31 - 1, kept: '' }] },
  'int as double': promotion('int', 'double'),
  'long as float': { ...promotion('long', 'float', rounds), payloads: [{ value: 2 ** 53 - 1, kept: '' }] },
  'long as double': promotion('long', 'double'),
  'float as double': promotion('float', 'double'),
  'string as bytes': promotion('string', 'bytes', keeps),
  'bytes as string': {
    ...promotion('bytes', 'string', keeps),
    // What is no text is refused by us, and put right by Java.
    payloads: ['', 'plain', 'é€𝄞'].map((text) => ({ value: Buffer.from(text), kept: '' })),
  },
  'enum symbol that is unknown': {
    writer: value(suit(['A', 'B', 'C'])),
    reader: value(suit(['A'], { default: 'A' })),
    notInPython: 'It knows no default of an enum',
  },
  'union with a branch more': {
    writer: value(['null', 'string']),
    reader: value(['null', 'string', 'boolean']),
    payloads: payloadsOf(null, 'text'),
  },
  'type as a branch': { writer: value('string'), reader: value(['null', 'string']) },
  'branch as a type': {
    writer: value(['string']),
    reader: value('string'),
    notInPython: 'It takes no union of the writer into another type',
  },
  'union in another order': {
    writer: value(['int', 'string', 'bytes', 'long']),
    reader: value(['long', 'bytes', 'string', 'int']),
    payloads: payloadsOf({ int: 7 }, { string: 'text' }, { bytes: Buffer.from('text') }, { long: 7 }),
  },
  'union of records in another order': {
    writer: value([counter('One'), counter('Other')]),
    reader: value([counter('Other'), counter('One')]),
    payloads: payloadsOf(...['One', 'Other'].map((name) => ({ [`${randomNamespace}.${name}`]: { n: 7 } }))),
  },
  'union that names its branch': {
    writer: value(['int', 'string']),
    reader: value(['null', 'long', 'string', 'bytes']),
    payloads: payloadsOf(7, 'text'),
  },
  'within array and map': {
    writer: value({ type: 'array', items: { type: 'map', values: made([kept], { name: 'Inner' }) } }),
    reader: value({
      type: 'array',
      items: {
        type: 'map',
        values: made([{ name: 'more', type: 'int', default: 3 }, kept], { name: 'Inner' }),
      },
    }),
  },
};
