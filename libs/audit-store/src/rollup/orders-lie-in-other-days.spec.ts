import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { AnalyticsQuestion } from '@spillway/streaming';
import { OrderStore } from '../spec-support/order-store.js';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const placedAt = '2010-12-01T10:15:00Z';
const lines = [{ stockCode: '1', description: 'x', quantity: 1, unitPrice: '1.0000' }];

let store: OrderStore;

beforeEach(async () => void (store = await OrderStore.open()));
afterEach(() => store.close());

/** Stores an order of that hour of 2010 as published now, or without a time of its own. */
function place(id: string, time: string | null = placedAt): Promise<void> {
  return store.append([{ id, type: 'OrderPlaced', time: time ?? undefined, payload: { lines } }]);
}

async function orders(fromMs: number, toMs: number): Promise<unknown> {
  const hour = (ms: number): number => Math.floor(ms / hourMs) * hourMs;
  const question = { subject: 'sales', measures: ['orders'], groupBy: [], filter: {}, interval: null, limit: 10 };
  const range = { fromMs: hour(fromMs), toMs: hour(toMs) };
  const rows = await store.ask({ ...question, ...range } as AnalyticsQuestion);
  return rows[0]?.['orders'] ?? 0;
}

const inThatHour = () => orders(Date.parse('2010-12-01T00:00:00Z'), Date.parse('2010-12-02T00:00:00Z'));

it('counts the orders of an hour whichever days of the log they lie in, before a roll-up and after it', async () => {
  await place('a');
  expect(await inThatHour()).toBe(1);
  await store.rollUpLater();
  store.nowMs += 3 * dayMs;
  await place('b');
  expect(await inThatHour()).toBe(2);
  await store.rollUpLater();
  expect(await inThatHour()).toBe(2);
  store.nowMs += 2 * dayMs;
  // Again, and another one.
  await place('a');
  await place('c');
  expect(await inThatHour()).toBe(3);
  await store.rollUpLater();
  expect(await inThatHour()).toBe(3);
});

it('counts an order that is dated ahead when its hour is open at last', async () => {
  await place('ahead', new Date(store.nowMs + 2 * dayMs).toISOString());
  await store.rollUpLater();
  store.nowMs += 2 * dayMs;
  await place('now', new Date(store.nowMs).toISOString());
  expect(await orders(store.nowMs - dayMs, store.nowMs + dayMs)).toBe(2);
});

it('counts an order without a time of its own at that of its record', async () => {
  await place('timeless', null);
  expect(await orders(store.nowMs - dayMs, store.nowMs + dayMs)).toBe(1);
  store.nowMs += dayMs;
  await store.rollUpLater();
  expect(await orders(store.nowMs - 2 * dayMs, store.nowMs)).toBe(1);
});
