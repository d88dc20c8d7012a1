import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { AnalyticsQuestion, AuditStore, Clock } from '@spillway/streaming';
import { openAuditStore } from '../open-audit-store.js';
import { auditRow } from '../spec-support/audit-records.js';

const hourMs = 60 * 60 * 1000;
const settleMs = 120_000;
const topic = 'retail.orders';
const orderedAt = '2026-02-28T22:59:59.999Z';
const lines = [{ stockCode: '85123A', description: 'x', quantity: 2, unitPrice: '2.5500' }];

let dataDir: string;
let store: AuditStore;
let nowMs: number;
let nextOffset: number;
const clock: Clock = { nowMs: () => nowMs, steadyMs: () => nowMs, sleep: async () => {} };

beforeEach(async () => {
  nowMs = Date.UTC(2026, 2, 1, 10, 30);
  nextOffset = 0;
  dataDir = mkdtempSync(join(tmpdir(), 'spillway-repeats-'));
  store = await openAuditStore({ dataDir, clock, settleMs });
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Both events as a producer publishes them that gives no time of its own: at the time of the publishing. */
async function publish(): Promise<void> {
  const firstOffset = nextOffset;
  const row = (type: string, payload: object) =>
    auditRow(nextOffset++, {
      timestampMs: nowMs,
      envelope: { id: type, source: '/shop', type: `retail.orders.${type}`, time: new Date(nowMs).toISOString() },
      payloadJson: Buffer.from(JSON.stringify({ country: 'France', ...payload, lines })),
    });
  const rows = [row('OrderPlaced', { placedAt: orderedAt }), row('OrderCancelled', { cancelledAt: orderedAt })];
  await store.append([{ topic, topicId: 'life', partition: 0, firstOffset, lastOffset: nextOffset - 1, rows }]);
}

async function rollUpLater(): Promise<void> {
  nowMs += settleMs + 1;
  await store.boards.rollUp();
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
  const ask = async (question: Pick<AnalyticsQuestion, 'subject' | 'measures'>) =>
    (await store.boards.ask({ ...whole, ...question } as AnalyticsQuestion)).rows;
  const sales = await ask({ subject: 'sales', measures: ['orders', 'cancellations', 'sold', 'cancelled'] });
  return [...sales, ...(await ask({ subject: 'products', measures: ['lines', 'quantity', 'returned'] }))];
}

const once = [
  { timeMs: Date.UTC(2026, 1, 28, 22), orders: 1, cancellations: 1, sold: '5.1000', cancelled: '5.1000' },
  { timeMs: Date.UTC(2026, 1, 28, 22), lines: 1, quantity: 2, returned: -2 },
];

it('an event that is published again in another hour counts once, at the time in its payload', async () => {
  await publish();
  nowMs += 2 * hourMs;
  await publish();
  expect(await figures()).toEqual(once);
});

it('it does so when both records are rolled up together', async () => {
  await publish();
  nowMs += 2 * hourMs;
  await publish();
  nowMs += 2 * hourMs;
  await rollUpLater();
  expect(await figures()).toEqual(once);
});

it('and when they are rolled up apart', async () => {
  await publish();
  nowMs += 2 * hourMs;
  await rollUpLater();
  expect(await figures()).toEqual(once);
  await publish();
  expect(await figures()).toEqual(once);
  nowMs += 2 * hourMs;
  await rollUpLater();
  expect(await figures()).toEqual(once);
});
