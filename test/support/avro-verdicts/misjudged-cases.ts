import { field, record } from './build-schema.ts';
import { misjudgedChange, type SchemaCase } from './schema-case.ts';

const line = (...fields: readonly ReturnType<typeof field>[]) => record('L', fields);

/** A tree whose inner record `M` leads back to it. */
const tree = (valueType: string) =>
  record('N', [field('m', record('M', [field('n', ['null', 'N'])])), field('v', valueType)]);
const forest = (trees: unknown) => record('Forest', [field('a', trees), field('b', 'shop.M')]);

/** Changes that Apache Avro's check lets through, and its own decoder does not read. */
export const misjudgedCases: readonly SchemaCase[] = [
  misjudgedChange(
    'the namesake branch does not read it, another would',
    'The check is content with any branch; a decoder takes the one of the same full name.',
    { older: line(), newer: [record('K', [], { aliases: ['shop.L'] }), line(field('n', 'int'))] },
  ),
  misjudgedChange(
    'readable only as long as a branch is that is refused',
    'The check keeps what it assumed of a recursive type within a branch that it then refuses.',
    {
      older: forest(tree('int')),
      newer: forest([tree('string'), record('N', [field('v', 'int')], { namespace: 'store' })]),
    },
  ),
];
