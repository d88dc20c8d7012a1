import { describe, expect, test } from '@jest/globals';
import { defineEvent, type EventDefinition } from '@spillway/events';
import { defineGroup } from '@spillway/streaming';
import type { RegisteredHandler } from '../handlers/registered-handler.js';
import type { PlainPattern } from './plain-pattern.js';
import { resolvePatterns } from './resolve-patterns.js';

const event = (name: string, topic: string) =>
  defineEvent<never>({ topic, schema: { type: 'record', name, namespace: topic, fields: [] }, key: () => 'k' });
const [placed, cancelled, shipped] = [
  event('OrderPlaced', 'retail.orders'),
  event('OrderCancelled', 'retail.orders'),
  event('Shipped', 'retail.shipments'),
];
const known = [placed, cancelled, shipped];
const inventory = defineGroup('inventory', {
  startFrom: 'beginning',
  topics: { 'retail.orders': { ordering: 'key' }, 'retail.shipments': { ordering: 'key' } },
});

const pattern = (name: string, patterns: readonly unknown[], extras: PlainPattern['extras'] = {}): PlainPattern => ({
  name,
  patterns,
  extras,
  isEvent: true,
  isSingleton: true,
  isPlain: true,
  instance: {},
  method: () => undefined,
  methodName: 'on',
  moduleKey: '',
});

const resolve = (methods: readonly PlainPattern[], handlers: readonly RegisteredHandler[] = []) => {
  const resolved = resolvePatterns(methods, { known, defaultGroup: inventory, handlers });
  return {
    handles: Object.fromEntries(
      resolved.handlers.map(({ name, definitions }) => [name, definitions.map((definition) => short(definition))]),
    ),
    issues: resolved.issues.map(({ pointer, detail }) => `${pointer}  ${detail}`),
  };
};
const short = ({ type }: EventDefinition<never>): string => type.split('.').at(-1)!;

describe('plain patterns', () => {
  test('a type means one event, a topic all of its events, a RegExp what it finds in types and topics', () => {
    expect(resolve([pattern('A', ['retail.orders.OrderPlaced'])]).handles).toEqual({ A: ['OrderPlaced'] });
    expect(resolve([pattern('A', ['retail.orders'])]).handles).toEqual({ A: ['OrderPlaced', 'OrderCancelled'] });
    expect(resolve([pattern('A', [/^retail\./])]).handles).toEqual({ A: ['OrderPlaced', 'OrderCancelled', 'Shipped'] });
    expect(resolve([pattern('A', [/Placed$|Shipped$/g])]).handles).toEqual({ A: ['OrderPlaced', 'Shipped'] });
  });

  test('several patterns on one method are one handler', () => {
    const both = ['retail.orders.OrderPlaced', 'retail.orders', 'retail.shipments'];
    expect(resolve([pattern('A', both)])).toEqual({
      handles: { A: ['OrderPlaced', 'OrderCancelled', 'Shipped'] },
      issues: [],
    });
  });

  test('the closer pattern wins: decorator and type before topic before RegExp', () => {
    const methods = [
      pattern('all', [/.*/]),
      pattern('orders', ['retail.orders']),
      pattern('placed', ['retail.orders.OrderPlaced']),
    ];
    expect(resolve(methods)).toEqual({
      handles: { all: ['Shipped'], orders: ['OrderCancelled'], placed: ['OrderPlaced'] },
      issues: [],
    });
    const { isEvent: _isEvent, patterns: _patterns, extras: _extras, ...target } = pattern('B', []);
    const decorated = { ...target, kind: 'single', group: inventory, definitions: [cancelled], options: {} } as const;
    expect(resolve([pattern('orders', ['retail.orders'])], [decorated]).handles).toEqual({ orders: ['OrderPlaced'] });
  });

  test('two methods that name one event both stay, for the wiring check to refuse', () => {
    const twins = [pattern('A', ['retail.orders.OrderPlaced']), pattern('B', ['retail.orders.OrderPlaced'])];
    expect(resolve(twins).handles).toEqual({ A: ['OrderPlaced'], B: ['OrderPlaced'] });
  });

  test('another group by extras has claims of its own, and name and time-out of the extras count', () => {
    const revenue = defineGroup('revenue', inventory);
    const methods = [
      pattern('A', ['retail.orders.OrderPlaced']),
      pattern('B', ['retail.orders'], { group: revenue, name: 'orders', timeoutMs: 5_000 }),
    ];
    const { handlers } = resolvePatterns(methods, { known, defaultGroup: inventory, handlers: [] });
    expect(handlers[1]).toMatchObject({
      name: 'orders',
      group: revenue,
      definitions: [placed, cancelled],
      options: { timeoutMs: 5_000 },
    });
  });

  test('what a group ignores is matched by type only, and a RegExp never leaves the topics of its group', () => {
    const group = defineGroup('orders', {
      startFrom: 'beginning',
      topics: { 'retail.orders': { ordering: 'key', ignore: [cancelled] } },
    });
    expect(resolve([pattern('A', [/^retail/], { group })]).handles).toEqual({ A: ['OrderPlaced'] });
    expect(resolve([pattern('A', ['retail.orders.OrderCancelled'], { group })]).handles).toEqual({
      A: ['OrderCancelled'],
    });
  });

  test('every pattern that cannot work is named with what to write', () => {
    const methods = [
      pattern('A', [{ cmd: 'sum' }]),
      pattern('B', ['retail.returns']),
      pattern('C', ['retail.orders.OrderPlaced']),
      pattern('D', [/OrderPlaced/]),
    ];
    expect(resolve(methods).issues).toEqual([
      'A  has a pattern that is neither text nor RegExp; name an event type, a topic or a RegExp of them',
      'B  matches no known event with retail.returns; add the event to knownEvents, or name the transport it is meant for',
      'D  is never called for /OrderPlaced/: other handlers of group inventory take these events, or it ignores them; remove it',
    ]);
    const alone = resolvePatterns([pattern('E', ['retail.orders'])], { known, defaultGroup: undefined, handlers: [] });
    expect(alone.issues[0]?.detail).toContain('belongs to no group; write @EventPattern(…, { group })');
  });
});
