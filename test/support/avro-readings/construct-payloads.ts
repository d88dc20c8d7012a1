import { randomNamespace } from '../random-contracts/random-contract.ts';

const of = (...values: readonly unknown[]): readonly object[] => values.map((value) => ({ value }));
const bytes = Buffer.from('00ff', 'hex');

/** Payloads of constructs, by their name, instead of some made at random, which might leave out a branch. */
export const constructPayloads: Readonly<Record<string, readonly object[]>> = {
  int: of(0, -1, 2 ** 31 - 1, -(2 ** 31)),
  'union of null': of(null, 'text'),
  'union that JSON tells apart': of(null, true, 7, 'text', [1, 2]),
  'union of unnamed branches': of(
    ...[null, { int: 7 }, { long: 7 }, { bytes }, { string: 'text' }],
    ...[{ map: { long: 7 } }, { map: {} }],
  ),
  'union of named branches': of(
    ...[null, { [`${randomNamespace}.Suit`]: 'B' }, { [`${randomNamespace}.Hash`]: Buffer.alloc(4, 7) }],
    ...[{ [`${randomNamespace}.One`]: { n: 7 } }, { [`${randomNamespace}.Other`]: { n: 7 } }],
  ),
  'union of logical types': of({ long: new Date(1) }, { bytes: '-12.345' }, { string: 'text' }),
};
