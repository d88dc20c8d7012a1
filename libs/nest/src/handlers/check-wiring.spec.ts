import { describe, expect, test } from '@jest/globals';
import { defineEvent, type EventDefinition } from '@spillway/events';
import { defineGroup, type GroupDefinition } from '@spillway/streaming';
import { checkWiring } from './check-wiring.js';
import type { RegisteredHandler } from './registered-handler.js';

const event = (name: string, topic = 'retail.orders') =>
  defineEvent<never>({
    topic,
    schema: { type: 'record', name, namespace: 'retail.orders', fields: [] },
    key: () => 'k',
  });
const [placed, cancelled] = [event('OrderPlaced'), event('OrderCancelled')];

const inventory = defineGroup('inventory', {
  startFrom: 'beginning',
  topics: { 'retail.orders': { ordering: 'key' } },
});

const handler = (
  name: string,
  definitions: readonly EventDefinition<never>[],
  group = inventory,
): RegisteredHandler => ({
  kind: 'single',
  name,
  group,
  definitions,
  options: {},
  isSingleton: true,
  isPlain: false,
  instance: {},
  method: () => undefined,
  methodName: 'handle',
  moduleKey: '',
});

const problems = (handlers: readonly RegisteredHandler[], known: readonly EventDefinition<never>[] = []) =>
  checkWiring(handlers, known).map(({ pointer, detail }) => `${pointer}  ${detail}`);

describe('the wiring check', () => {
  test('one handler for each known type is fine', () => {
    expect(problems([handler('A', [placed]), handler('B', [cancelled])], [placed, cancelled])).toEqual([]);
  });

  test('settings of a group that no consumer could heed are refused', () => {
    const topics = { 'retail.orders': { ordering: 'key', concurrency: 0 } } as const;
    const group = defineGroup('revenue', { startFrom: new Date('nonsense'), topics });
    expect(problems([handler('A', [placed], group)])).toEqual([
      "group revenue  has startFrom Invalid Date; write 'beginning', 'latest' or a valid Date",
      'group revenue  reads retail.orders with concurrency 0; write a whole number from 1 to 10,000, or leave it out for 64',
    ]);
  });

  test.each([undefined, { 'retail.orders': undefined }, { 'retail.orders': null }])(
    'a group from JavaScript with the topics %p is refused',
    (topics) => {
      const group = defineGroup('revenue', { startFrom: 'beginning', topics: topics as never });
      const problem =
        topics === undefined ? 'reads no topics' : `reads retail.orders with options ${topics['retail.orders']}`;
      expect(problems([handler('A', [placed], group)])).toEqual([
        expect.stringContaining("add 'retail.orders': { ordering: 'key' } to topics of defineGroup('revenue')"),
        expect.stringContaining(`group revenue  ${problem}`),
      ]);
    },
  );

  test('a type that is ignored on purpose needs no handler', () => {
    const group = defineGroup('revenue', {
      startFrom: 'beginning',
      topics: { 'retail.orders': { ordering: 'key', ignore: [cancelled] } },
    });
    expect(problems([handler('A', [placed], group)], [placed, cancelled])).toEqual([]);
  });

  test('a known type without handler is refused and says what to write', () => {
    expect(problems([handler('A', [placed])], [placed, cancelled])).toEqual([
      'group inventory  reads retail.orders but neither handles nor ignores retail.orders.OrderCancelled; write @EventHandler(…, OrderCancelled) or add OrderCancelled to ignore',
    ]);
  });

  test('a type that only another group handles is known, too', () => {
    const revenue = defineGroup('revenue', inventory);
    expect(problems([handler('A', [placed]), handler('B', [placed, cancelled], revenue)])).toHaveLength(1);
  });

  test('two handlers for one event in one group are refused by name', () => {
    expect(problems([handler('A', [placed]), handler('B', [placed])])).toEqual([
      'group inventory  has 2 handlers for retail.orders.OrderPlaced: A, B; keep one',
    ]);
  });

  test('a handler for a topic that the group does not read is refused', () => {
    const shipped = event('Shipped', 'retail.shipments');
    expect(problems([handler('A', [placed]), handler('B', [shipped])])).toEqual([
      "B  handles retail.orders.Shipped, whose topic the group does not read; add 'retail.shipments': { ordering: 'key' } to topics of defineGroup('inventory')",
    ]);
  });

  test('an event that the app does not know is refused, and one known by another definition', () => {
    const shipped = event('Shipped');
    expect(problems([handler('A', [placed]), handler('B', [shipped])], [placed])).toEqual([
      'B  handles the unknown event retail.orders.Shipped; add its definition to knownEvents of SpillwayModule',
    ]);
    expect(problems([handler('A', [event('OrderPlaced')])], [placed])).toEqual([
      'A  handles retail.orders.OrderPlaced by another definition than knownEvents has; define the event once and import that object everywhere',
    ]);
  });

  test('a time-out that is no time and a dependency without name are refused', () => {
    const broken = { ...handler('A', [placed]), options: { timeoutMs: 0, dependencies: ['warehouse', ' '] } };
    expect(problems([broken])).toEqual([
      'A  has timeoutMs 0; write a number of milliseconds above 0',
      'A  names an empty dependency; write the name its breaker shall have',
    ]);
    expect(problems([{ ...broken, options: { timeoutMs: 10_000, dependencies: ['warehouse'] } }])).toEqual([]);
  });

  test('handled and ignored at once is refused', () => {
    const group: GroupDefinition = { ...inventory, topics: { 'retail.orders': { ordering: 'key', ignore: [placed] } } };
    expect(problems([handler('A', [placed], group)])[0]).toContain('ignores it; remove one of the two');
  });

  test('a group defined twice is refused', () => {
    const twin = defineGroup('inventory', inventory);
    expect(problems([handler('A', [placed]), handler('B', [cancelled], twin)])).toEqual([
      'group inventory  is defined 2 times; define the group once and import that object everywhere',
    ]);
  });

  test('a class without the method, or living per request, is refused; everything is reported at once', () => {
    const broken = [
      { ...handler('A', [placed]), method: undefined as never },
      { ...handler('B', [cancelled]), isSingleton: false },
    ];
    expect(problems(broken)).toEqual([
      'A  has no method handle(); write one',
      'B  lives per request; make it and what it injects singletons',
    ]);
  });
});
