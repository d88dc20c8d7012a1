import { enumOf, field, record } from './build-schema.ts';
import type { SchemaCase } from './schema-case.ts';

const order = (...fields: readonly ReturnType<typeof field>[]) => record('Order', [field('id', 'string'), ...fields]);
const note = field('note', 'string');
const optionalNote = field('note', 'string', { default: '' });
const amount = (type: unknown) => order(field('amount', type));
const status = (...symbols: readonly string[]) => order(field('status', enumOf('Status', symbols)));
const history = (name: string, ...versions: readonly unknown[]): SchemaCase => ({
  name,
  history: versions.slice(0, -1),
  proposed: versions.at(-1),
});

/** More than one version before: what goes with the last need not go with all. */
export const historyCases: readonly SchemaCase[] = [
  history('the first version', order()),
  history('three alike', order(), order(), order()),
  history('default added, then taken away', order(), order(optionalNote), order(note)),
  history('field removed, then back with a default', order(note), order(), order(optionalNote)),
  history('field removed, then back without', order(note), order(), order(note)),
  history(
    'field removed, then back with another type',
    order(field('n', 'int', { default: 0 })),
    order(),
    order(field('n', 'string', { default: '' })),
  ),
  history('removed step by step', order(note), order(optionalNote), order()),
  history('widened step by step', amount('int'), amount('long'), amount('double')),
  history('widened, then back', amount('int'), amount('long'), amount('int')),
  history('narrowed from the first', amount('double'), amount('int'), amount('long')),
  history('symbols added one by one', status('A'), status('A', 'B'), status('A', 'B', 'C')),
  history('symbol added, then taken back', status('A'), status('A', 'B'), status('A')),
  history('made optional, then required', amount('int'), amount(['null', 'int']), amount('int')),
  history(
    'renamed twice, last alias',
    order(field('a', 'int')),
    order(field('b', 'int', { aliases: ['a'] })),
    order(field('c', 'int', { aliases: ['b'] })),
  ),
  history(
    'renamed twice, all aliases',
    order(field('a', 'int')),
    order(field('b', 'int', { aliases: ['a'] })),
    order(field('c', 'int', { aliases: ['a', 'b'] })),
  ),
  history('text, bytes, text', amount('string'), amount('bytes'), amount('string')),
  history('broken long ago, fine since', amount('string'), amount('int'), amount('int')),
  history('fine long ago, broken now', amount('int'), amount('string'), amount('long')),
  history(
    'five versions',
    order(),
    order(optionalNote),
    order(optionalNote, field('a', 'int', { default: 1 })),
    order(optionalNote, field('a', 'long', { default: 1 })),
    order(field('a', 'long', { default: 2 })),
  ),
  history(
    'five versions, the first unlike',
    amount('bytes'),
    order(),
    order(optionalNote),
    order(),
    order(field('amount', 'int', { default: 0 })),
  ),
];
