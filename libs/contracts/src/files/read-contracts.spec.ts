import { describe, expect, it } from '@jest/globals';
import { arrayOf, field, record } from '../../../../test/support/avro-verdicts/build-schema.js';
import { readContracts } from './read-contracts.js';

const inOrders = { namespace: 'retail.orders' };
const placedPath = 'retail/orders/order-placed/OrderPlaced.avsc';
const file = (path: string, schema: unknown) => ({
  path,
  shownAs: `schemas/${path}`,
  text: typeof schema === 'string' ? schema : JSON.stringify(schema, null, 2),
});
const placed = (type: unknown, more: object = {}) =>
  file(placedPath, record('OrderPlaced', [field('lines', type)], { ...inOrders, ...more }));
const line = file('retail/orders/OrderLine.avsc', record('OrderLine', [field('code', 'string')], inOrders));

/** `file:line:column detail` of every problem. */
const problems = (...files: Parameters<typeof readContracts>[0]): readonly string[] =>
  readContracts(files).problems.map(({ source, line: row, column, detail }) => `${source}:${row}:${column} ${detail}`);

describe('reading contracts', () => {
  it('finds what a file names in the others, and keeps where it stands', () => {
    const { contracts, problems: none, positionOf } = readContracts([placed(arrayOf('OrderLine')), line]);
    expect(none).toEqual([]);
    expect(contracts.map(({ fullName, kind }) => [fullName, kind])).toEqual([
      ['retail.orders.OrderLine', 'shared'],
      ['retail.orders.OrderPlaced', 'event'],
    ]);
    const lines = contracts[1]!.type.node.fields[0]!.type.node;
    const shared = lines.kind === 'array' && lines.items.node.kind === 'record' ? lines.items.node : undefined;
    expect(shared?.fields[0]?.place).toEqual({ source: 'schemas/retail/orders/OrderLine.avsc', pointer: '/fields/0' });
    expect(positionOf(shared!.fields[0]!.place)).toEqual({ line: 6, column: 5 });
  });

  it('reads what a contract asks of its versions', () => {
    const [contract] = readContracts([placed('int', { 'spillway.compatibility': 'FULL' })]).contracts;
    expect(contract?.compatibility).toBe('FULL');
  });

  it.each([
    ['no JSON', [file(placedPath, '{\n  "type": "record",\n  nope\n}')], [`schemas/${placedPath}:3:3 is no JSON`]],
    ['a text that ends too early', [file(placedPath, '{\n"type":')], [`schemas/${placedPath}:2:8 is no JSON`]],
    ['no record', [file(placedPath, '"string"')], [`schemas/${placedPath}:1:1 is no record, as a contract is`]],
    [
      'no such mode',
      [placed('int', { 'spillway.compatibility': 'SOME' })],
      [
        `schemas/${placedPath}:1:1 asks for the compatibility SOME, which is none of NONE, BACKWARD, BACKWARD_TRANSITIVE, FORWARD, FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE`,
      ],
    ],
    [
      'an unknown name',
      [placed(arrayOf('Nothing'))],
      [`schemas/${placedPath}:10:18 names Nothing, which is not known`],
    ],
    [
      'another place than its name says',
      [file('retail/stock/order-placed/OrderPlaced.avsc', record('OrderPlaced', [], inOrders))],
      [
        'schemas/retail/stock/order-placed/OrderPlaced.avsc:1:1 defines retail.orders.OrderPlaced, which belongs into retail/orders/<event>/OrderPlaced.avsc, or retail/orders/OrderPlaced.avsc when it is shared',
      ],
    ],
    [
      'a name in two files',
      [placed('int'), file('retail/orders/other/OrderPlaced.avsc', record('OrderPlaced', [], inOrders))],
      [
        'schemas/retail/orders/other/OrderPlaced.avsc:1:1 defines retail.orders.OrderPlaced, as schemas/retail/orders/order-placed/OrderPlaced.avsc does',
      ],
    ],
    [
      'what is wrong in a shared record, once',
      [
        placed(arrayOf('OrderLine')),
        file(
          'retail/orders/order-cancelled/OrderCancelled.avsc',
          record('OrderCancelled', [field('lines', 'OrderLine')], inOrders),
        ),
        file('retail/orders/OrderLine.avsc', record('OrderLine', [field('n', 'x')], inOrders)),
      ],
      ['schemas/retail/orders/OrderLine.avsc:8:15 names x, which is not known'],
    ],
    [
      'a shared record that is no JSON, once',
      [placed(arrayOf('OrderLine')), file('retail/orders/OrderLine.avsc', '{')],
      ['schemas/retail/orders/OrderLine.avsc:1:2 is no JSON'],
    ],
  ])('says where there is %s', (_what, files, expected) => {
    expect(problems(...files)).toEqual(expected);
  });
});
