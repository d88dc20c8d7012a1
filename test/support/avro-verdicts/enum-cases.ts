import { enumOf, field, record } from './build-schema.ts';
import { change, type SchemaCase } from './schema-case.ts';

const abc = ['A', 'B', 'C'];
const status = (symbols: readonly string[], more: object = {}) => enumOf('Status', symbols, more);
const a = { default: 'A' };

const enumChanges = [
  change('symbol added', status(['A', 'B']), status(abc)),
  change('symbol removed', status(abc), status(['A', 'B'])),
  change('symbol added, default in both', status(['A', 'B'], a), status(abc, a)),
  change('symbol removed, default in both', status(abc, a), status(['A', 'B'], a)),
  change('symbol added, default in the newer', status(['A', 'B']), status(abc, a)),
  change('symbol removed, default in the newer', status(abc), status(['A', 'B'], a)),
  change('symbol added, default in the older', status(['A', 'B'], a), status(abc)),
  change('symbols in another order', status(abc), status(['C', 'A', 'B'])),
  change('symbols replaced', status(['A']), status(['B'])),
  change('symbols replaced, default in both', status(['A'], a), status(['B'], { default: 'B' })),
  change('enum default added', status(abc), status(abc, a)),
  change('enum default changed', status(abc, a), status(abc, { default: 'B' })),
  change('enum renamed', status(abc), enumOf('State', abc)),
  change('enum renamed by alias', status(abc), enumOf('State', abc, { aliases: ['Status'] })),
  change('enum renamed, default in both', status(abc, a), enumOf('State', abc, a)),
  change('enum in another namespace', status(abc), enumOf('Status', abc, { namespace: 'store' })),
  change('enum to text', status(abc), 'string'),
  change('text to enum', 'string', status(abc, a)),
];

/** Enums, alone, in a field and in a union. */
export const enumCases: readonly SchemaCase[] = enumChanges.flatMap(({ name, history: [older], proposed }) => [
  change(name, older, proposed),
  change(`${name}, in a field`, record('R', [field('f', older)]), record('R', [field('f', proposed)])),
  change(`${name}, in a union`, ['null', older], ['null', proposed]),
]);
