import { describe, expect, it } from '@jest/globals';
import { defineEvent } from '@spillway/events';
import { deadLetter, defineGroup, exponential, retryLater } from '@spillway/streaming';
import { event, rawRecord } from './arriving-event.js';
import { on } from './on.js';
import {
  answersAreLost,
  arrives,
  brokerRefuses,
  dependencyIsAway,
  meanwhile,
  memberBecomesZombie,
  memberCrashes,
  memberJoins,
  memberLeaves,
  registryIsAway,
  settles,
  stateFails,
  timePasses,
} from './steps.js';
import { testGroup } from './test-group.js';
import type { TestGroupOptions } from './test-group-options.js';

interface Order {
  readonly orderId: string;
  readonly total: bigint;
}
const schema = (name: string) => ({ type: 'record', name, namespace: 'shop.orders', fields: [] });
const Placed = defineEvent<Order>({ topic: 'shop.orders', schema: schema('Placed'), key: ({ orderId }) => orderId });
const Paid = defineEvent<Order>({ topic: 'shop.payments', schema: schema('Paid'), key: ({ orderId }) => orderId });

const hour = 3_600_000;
const group = defineGroup('payments', {
  startFrom: 'beginning',
  topics: { 'shop.orders': { ordering: 'key', retry: exponential({ initialMs: 60_000, factor: 60, maxMs: hour }) } },
});

type Handle = (order: Order, attempt: number) => ReturnType<typeof retryLater> | void;

function payments(handle: Handle, options: Partial<TestGroupOptions> = {}) {
  const pay = on(
    Placed,
    async (order, delivery) => {
      const outcome = handle(order, delivery.attempt);
      if (outcome !== undefined) return outcome;
      await delivery.publish(Paid, order);
      return undefined;
    },
    { name: 'pay', dependencies: ['gateway'] },
  );
  return testGroup({ group, handlers: [pay], events: [Placed, Paid], ...options });
}

const order = (orderId: string) => event(Placed, { orderId, total: 5n }, { id: `id-of-${orderId}` });

describe('testGroup', () => {
  it('shows what was published, called and committed', async () => {
    const run = await payments(() => {})
      .given(order('o-1'), order('o-2'))
      .when();
    run.expectPublished(Paid, [{ orderId: 'o-1' }, { orderId: 'o-2', total: 5n }]);
    run.expectCalls(['o-1 #1', 'o-2 #1']);
    run.expectDeadLetters([]);
    run.expectRetries({});
    await run.expectCommitted('shop.orders', 0).atLeast(2n);
    expect(run.published(Paid)[0]).toMatchObject({ correlationId: 'id-of-o-1', causationId: 'id-of-o-1' });
  });

  it('waits hours for retries in no time, and tells why an event was given up', async () => {
    const failing = payments(({ orderId }) => (orderId === 'o-1' ? retryLater('not yet') : undefined));
    const run = await failing.given(order('o-1'), order('o-2')).when();
    run.expectCalls(['o-1 #1', 'o-2 #1', 'o-1 #2', 'o-1 #3']);
    run.expectRetries({ '1m': 1, '1h': 1 });
    run.expectDeadLetters([{ key: 'o-1', code: 'SPW-5003', handler: 'pay', attempts: 3, message: 'SPW-5003 not yet' }]);
  });

  it('lets a dependency be away: nothing is given up', async () => {
    const run = await payments(() => {})
      .given(order('o-1'))
      .when(
        dependencyIsAway('gateway', { forMs: hour }),
        timePasses(hour / 2),
        meanwhile((halfway) => halfway.expectPublished(Paid, [])),
      );
    run.expectPublished(Paid, [{ orderId: 'o-1' }]);
    run.expectDeadLetters([]);
  });

  it('survives crashes, rebalances, zombies and faults of all its parts', async () => {
    const run = await payments(({ orderId }, attempt) => (attempt < 3 ? retryLater(orderId) : undefined), {
      partitions: 3,
      members: 2,
      state: true,
    })
      .given(order('o-1'), order('o-2'), rawRecord('shop.orders', { key: 'x', value: 'no event' }))
      .when(
        brokerRefuses('shop.orders.payments.dlq', { forMs: 90_000 }),
        answersAreLost('shop.orders.payments.retry.1m', { times: 1 }),
        registryIsAway({ times: 1 }),
        memberJoins(),
        stateFails({ skip: 1, times: 2 }, 'lose-answer'),
        arrives(order('o-3'), order('o-3')),
        memberCrashes(),
        timePasses(61_000),
        memberBecomesZombie(),
        memberLeaves(1),
        settles(),
      );
    run.expectDeadLetters([{ code: 'SPW-3001', key: 'x' }]);
    expect(new Set(run.published(Paid).map(({ key }) => key))).toEqual(new Set(['o-1', 'o-2', 'o-3']));
  });

  it('tells what happened when it is not as expected', async () => {
    const run = await payments(() => deadLetter('never'))
      .given(order('o-1'))
      .when();
    expect(() => run.expectPublished(Paid, [{ orderId: 'o-1' }])).toThrow(
      /Other published events of shop.orders.Paid(.|\n)*expected: \[ \{ "orderId": "o-1" \} \](.|\n)*pay got o-1 .* attempt 1: dead-letter: never/,
    );
    await expect(run.expectCommitted('shop.orders', 0).atLeast(9n)).rejects.toThrow(/committed 9 in shop.orders\/0/);
  });

  it('refuses a run whose faults struck nothing', async () => {
    const run = payments(() => {})
      .given(order('o-1'))
      .when(brokerRefuses('shop.orders.payments.dlq'));
    await expect(run).rejects.toThrow(/struck nothing/);
  });

  it('tells when the group does not come to rest', async () => {
    const away = payments(() => ({ type: 'suspend', dependency: 'moon' }) as never, { settleWithinMs: hour });
    await expect(away.given(order('o-1')).when()).rejects.toThrow(/not come to rest(.|\n)*suspended(.|\n)*moon/);
  });
});
