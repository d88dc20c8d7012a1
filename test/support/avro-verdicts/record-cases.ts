import { arrayOf, enumOf, field, mapOf, record } from './build-schema.ts';
import { change, type SchemaCase } from './schema-case.ts';

const id = field('id', 'string');
const order = (...fields: readonly ReturnType<typeof field>[]) => record('Order', [id, ...fields]);
const node = (more: readonly ReturnType<typeof field>[] = [], next: unknown = ['null', 'Node']) =>
  record('Node', [field('value', 'int'), field('next', next, { default: null }), ...more]);
const line = (...fields: readonly ReturnType<typeof field>[]) => record('Line', [field('code', 'string'), ...fields]);
const withDefault = (value: unknown) => ({ default: value });

/** Fields, names, aliases and recursion. */
export const recordCases: readonly SchemaCase[] = [
  change('nothing changed', order(), order()),
  change('field added without default', order(), order(field('note', 'string'))),
  change('field added with default', order(), order(field('note', 'string', withDefault('')))),
  change('optional field added', order(), order(field('note', ['null', 'string'], withDefault(null)))),
  change('optional field added without default', order(), order(field('note', ['null', 'string']))),
  change('field of an enum with default added', order(), order(field('k', enumOf('K', ['A'], withDefault('A'))))),
  change('field removed without default', order(field('note', 'string')), order()),
  change('field removed with default', order(field('note', 'string', withDefault(''))), order()),
  change('default taken away', order(field('n', 'int', withDefault(0))), order(field('n', 'int'))),
  change('default changed', order(field('n', 'int', withDefault(0))), order(field('n', 'int', withDefault(1)))),
  change('fields in another order', order(field('n', 'int')), record('Order', [field('n', 'int'), id])),
  change('docs and order changed', order(), record('Order', [{ ...id, doc: 'Id.', order: 'ignore' }])),
  change('field renamed', order(field('qty', 'int')), order(field('quantity', 'int'))),
  change('field renamed by alias', order(field('qty', 'int')), order(field('quantity', 'int', { aliases: ['qty'] }))),
  change(
    'field renamed by alias, with default',
    order(field('qty', 'int')),
    order(field('quantity', 'int', { aliases: ['qty'], default: 0 })),
  ),
  change(
    'field renamed by alias and widened',
    order(field('qty', 'int')),
    order(field('quantity', 'long', { aliases: ['qty'] })),
  ),
  change(
    'field renamed by alias and narrowed',
    order(field('qty', 'long')),
    order(field('quantity', 'int', { aliases: ['qty'] })),
  ),
  change('one of two aliases is written', order(field('b', 'int')), order(field('c', 'int', { aliases: ['a', 'b'] }))),
  change(
    'two aliases are written',
    order(field('a', 'int'), field('b', 'int')),
    order(field('c', 'int', { aliases: ['a', 'b'] })),
  ),
  change(
    'name and alias are written',
    order(field('a', 'int'), field('c', 'int')),
    order(field('c', 'int', { aliases: ['a'] })),
  ),
  change(
    'two fields of one',
    order(field('a', 'int')),
    order(field('b', 'int', { aliases: ['a'] }), field('c', 'int', { aliases: ['a'] })),
  ),
  change('record renamed', order(), record('Purchase', [id])),
  change('record renamed by alias', order(), record('Purchase', [id], { aliases: ['Order'] })),
  change('record renamed by full alias', order(), record('Purchase', [id], { aliases: ['shop.Order'] })),
  change('record renamed by foreign alias', order(), record('Purchase', [id], { aliases: ['other.Order'] })),
  change('namespace changed', order(), record('Order', [id], { namespace: 'store' })),
  change('namespace taken away', order(), { type: 'record', name: 'Order', fields: [id] }),
  change('namespace changed by alias', order(), record('Order', [id], { namespace: 'store', aliases: ['shop.Order'] })),
  change('name written with its namespace', order(), { type: 'record', name: 'shop.Order', fields: [id] }),
  change('nested field added', order(field('l', line())), order(field('l', line(field('n', 'int'))))),
  change(
    'nested field added with default',
    order(field('l', line())),
    order(field('l', line(field('n', 'int', withDefault(1))))),
  ),
  change(
    'nested record renamed',
    order(field('l', line())),
    order(field('l', record('Item', [field('code', 'string')]))),
  ),
  change(
    'nested record renamed by alias',
    order(field('l', line())),
    order(field('l', record('Item', [field('code', 'string')], { aliases: ['Line'] }))),
  ),
  change('record in an array changed', arrayOf(line(field('n', 'long'))), arrayOf(line(field('n', 'int')))),
  change('record in a map changed', mapOf(line()), mapOf(line(field('n', 'int')))),
  change(
    'a shared record used twice',
    order(field('a', line()), field('b', 'shop.Line')),
    order(field('a', line(field('n', 'int'))), field('b', 'shop.Line')),
  ),
  change('recursive, unchanged', node(), node()),
  change('recursive, field added', node(), node([field('tag', 'string')])),
  change('recursive, field added with default', node(), node([field('tag', 'string', withDefault(''))])),
  change('recursive, no longer', node(), node([], ['null', 'string'])),
  change(
    'recursive through an array',
    node([], ['null', arrayOf('Node')]),
    node([field('n', 'int')], ['null', arrayOf('Node')]),
  ),
  change(
    'recursive on both sides by other ways',
    node(),
    record('Node', [
      field('value', 'long'),
      field(
        'next',
        ['null', record('Node2', [field('value', 'long'), field('next', ['null', 'Node'])], { aliases: ['Node'] })],
        withDefault(null),
      ),
    ]),
  ),
  change('empty record to one with a field', record('E', []), record('E', [id])),
  change('record to an empty one', record('E', [id]), record('E', [])),
  change('all fields replaced', order(field('a', 'int')), record('Order', [field('b', 'int'), field('c', 'int')])),
];
