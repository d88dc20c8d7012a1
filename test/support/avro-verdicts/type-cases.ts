import { arrayOf, enumOf, field, fixed, mapOf, record } from './build-schema.ts';
import { change, type SchemaCase } from './schema-case.ts';

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const others: readonly (readonly [string, unknown])[] = [
  ['array', arrayOf('int')],
  ['map', mapOf('int')],
  ['fixed', fixed('Mac', 6)],
  ['enum', enumOf('Colour', ['RED'])],
  ['record', record('Line', [field('quantity', 'int')])],
];
const kinds = [...primitives.map((name) => [name, name] as const), ...others];
const numbers = ['int', 'long', 'float', 'double'];

/** Every kind of type changed to every other, and promotions in every container. */
export const typeCases: readonly SchemaCase[] = [
  ...kinds.flatMap(([from, older]) => kinds.map(([to, newer]) => change(`${from} to ${to}`, older, newer))),
  ...numbers.flatMap((from) =>
    numbers
      .filter((to) => to !== from)
      .flatMap((to) => [
        change(`field ${from} to ${to}`, record('R', [field('f', from)]), record('R', [field('f', to)])),
        change(`items ${from} to ${to}`, arrayOf(from), arrayOf(to)),
        change(`values ${from} to ${to}`, mapOf(from), mapOf(to)),
      ]),
  ),
  change('array of arrays', arrayOf(arrayOf('int')), arrayOf(arrayOf('long'))),
  change('array of maps of text to bytes', arrayOf(mapOf('string')), arrayOf(mapOf('bytes'))),
  change('array to its items', arrayOf('string'), 'string'),
  change('fixed with another size', fixed('Mac', 6), fixed('Mac', 8)),
  change('fixed renamed', fixed('Mac', 6), fixed('Address', 6)),
  change('fixed renamed by alias', fixed('Mac', 6), fixed('Address', 6, { aliases: ['Mac'] })),
  change('fixed to bytes', fixed('Mac', 6), 'bytes'),
];
