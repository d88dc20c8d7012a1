import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { AnalyticsQuestion } from '@spillway/streaming';
import { OrderStore } from '../spec-support/order-store.js';

const hourMs = 60 * 60 * 1000;
const orderedAt = '2026-02-28T22:59:59.999Z';
const lines = [{ stockCode: '85123A', description: 'x', quantity: 2, unitPrice: '2.5500' }];

let store: OrderStore;

beforeEach(async () => void (store = await OrderStore.open()));
afterEach(() => store.close());

/** Both events as a producer publishes them that gives no time of its own: at the time of the publishing. */
function publish(): Promise<void> {
  const time = new Date(store.nowMs).toISOString();
  return store.append([
    { id: 'OrderPlaced', type: 'OrderPlaced', time, payload: { placedAt: orderedAt, lines } },
    { id: 'OrderCancelled', type: 'OrderCancelled', time, payload: { cancelledAt: orderedAt, lines } },
  ]);
}

async function figures(): Promise<unknown> {
  const whole = {
    groupBy: [],
    filter: {},
    interval: 'hour',
    limit: 10,
    fromMs: Date.UTC(2026, 1, 27),
    toMs: Date.UTC(2026, 2, 3),
  };
  const ask = (question: Pick<AnalyticsQuestion, 'subject' | 'measures'>) =>
    store.ask({ ...whole, ...question } as AnalyticsQuestion);
  const sales = await ask({ subject: 'sales', measures: ['orders', 'cancellations', 'sold', 'cancelled'] });
  return [...sales, ...(await ask({ subject: 'products', measures: ['lines', 'quantity', 'returned'] }))];
}

const once = [
  { timeMs: Date.UTC(2026, 1, 28, 22), orders: 1, cancellations: 1, sold: '5.1000', cancelled: '5.1000' },
  { timeMs: Date.UTC(2026, 1, 28, 22), lines: 1, quantity: 2, returned: -2 },
];

it('an event that is published again in another hour counts once, at the time in its payload', async () => {
  await publish();
  store.nowMs += 2 * hourMs;
  await publish();
  expect(await figures()).toEqual(once);
});

it('it does so when both records are rolled up together', async () => {
  await publish();
  store.nowMs += 2 * hourMs;
  await publish();
  store.nowMs += 2 * hourMs;
  await store.rollUpLater();
  expect(await figures()).toEqual(once);
});

it('and when they are rolled up apart', async () => {
  await publish();
  store.nowMs += 2 * hourMs;
  await store.rollUpLater();
  expect(await figures()).toEqual(once);
  await publish();
  expect(await figures()).toEqual(once);
  store.nowMs += 2 * hourMs;
  await store.rollUpLater();
  expect(await figures()).toEqual(once);
});
