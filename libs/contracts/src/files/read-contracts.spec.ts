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
    const { node } = contracts[1]!.type;
    const lines = node.kind === 'record' ? node.fields[0]?.type.node : undefined;
    const shared = lines?.kind === 'array' && lines.items.node.kind === 'record' ? lines.items.node : undefined;
    expect(shared?.fields[0]?.place).toEqual({ source: 'schemas/retail/orders/OrderLine.avsc', pointer: '/fields/0' });
    expect(positionOf(shared!.fields[0]!.place)).toEqual({ line: 6, column: 5 });
  });

  it('takes an enum and a fixed for shared types, by the subjects that they say', () => {
    const named = (name: string, more: object) =>
      file(`retail/orders/${name}.avsc`, { name, ...inOrders, ...more, 'spillway.subject': name.toLowerCase() });
    const { contracts, problems: none } = readContracts([
      placed(['Channel', 'Digest']),
      named('Channel', { type: 'enum', symbols: ['web'], aliases: ['Way'] }),
      named('Digest', { type: 'fixed', size: 4 }),
    ]);
    expect(none).toEqual([]);
    expect(contracts.map(({ fullName, kind, subject, aliases }) => [fullName, kind, subject, ...aliases])).toEqual([
      ['retail.orders.Channel', 'shared', 'channel', 'retail.orders.Way'],
      ['retail.orders.Digest', 'shared', 'digest'],
      ['retail.orders.OrderPlaced', 'event', 'retail.orders-retail.orders.OrderPlaced'],
    ]);
  });

  it('reads what a contract asks of its versions', () => {
    const [contract] = readContracts([placed('int', { 'spillway.compatibility': 'FULL' })]).contracts;
    expect(contract?.compatibility).toBe('FULL');
  });

  it.each([
    ['no JSON', [file(placedPath, '{\n  "type": "record",\n  nope\n}')], [`schemas/${placedPath}:3:3 is no JSON`]],
    ['a text that ends too early', [file(placedPath, '{\n"type":')], [`schemas/${placedPath}:2:8 is no JSON`]],
    ['no record', [file(placedPath, '"string"')], [`schemas/${placedPath}:1:1 is no record, as an event is`]],
    [
      'a shared type without a name',
      [file('retail/orders/OrderLine.avsc', arrayOf('int'))],
      ['schemas/retail/orders/OrderLine.avsc:1:1 is no record, enum or fixed, as a shared type is'],
    ],
    [
      'a type of another aggregate',
      [
        placed(arrayOf(['null', 'retail.stock.Unit'])),
        file('retail/stock/Unit.avsc', { type: 'enum', name: 'Unit', namespace: 'retail.stock', symbols: ['kg'] }),
      ],
      [`schemas/${placedPath}:12:11 names retail.stock.Unit, which belongs to another aggregate`],
    ],
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
      'inside a contract what has a file of its own',
      [placed(record('OrderLine', [], inOrders)), line],
      [`schemas/${placedPath}:8:15 defines retail.orders.OrderLine, as schemas/retail/orders/OrderLine.avsc does`],
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
