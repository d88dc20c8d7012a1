import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { AnalyticsQuestion, AuditStore, Clock } from '@spillway/streaming';
import { openAuditStore } from '../open-audit-store.js';
import { auditRow } from '../spec-support/audit-records.js';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const settleMs = 120_000;
const topic = 'retail.orders';
const placedAt = '2010-12-01T10:15:00Z';

let dataDir: string;
let store: AuditStore;
let nowMs: number;
let nextOffset: number;
const clock: Clock = { nowMs: () => nowMs, steadyMs: () => nowMs, sleep: async () => {} };

beforeEach(async () => {
  nowMs = Date.UTC(2026, 2, 1, 10, 30);
  nextOffset = 0;
  dataDir = mkdtempSync(join(tmpdir(), 'spillway-order-days-'));
  store = await openAuditStore({ dataDir, clock, settleMs });
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Stores an order of that hour of 2010 as published now, or without a time of its own. */
async function place(id: string, time: string | null = placedAt): Promise<void> {
  const lines = [{ stockCode: '1', description: 'x', quantity: 1, unitPrice: '1.0000' }];
  const offset = nextOffset++;
  const row = auditRow(offset, {
    timestampMs: nowMs,
    envelope: { id, source: '/shop', type: 'retail.orders.OrderPlaced', time: time ?? undefined },
    payloadJson: Buffer.from(JSON.stringify({ country: 'France', lines })),
  });
  await store.append([{ topic, topicId: 'life', partition: 0, firstOffset: offset, lastOffset: offset, rows: [row] }]);
}

async function orders(fromMs: number, toMs: number): Promise<unknown> {
  const hour = (ms: number): number => Math.floor(ms / hourMs) * hourMs;
  const question = { subject: 'sales', measures: ['orders'], groupBy: [], filter: {}, interval: null, limit: 10 };
  const range = { fromMs: hour(fromMs), toMs: hour(toMs) };
  const { rows } = await store.boards.ask({ ...question, ...range } as AnalyticsQuestion);
  return rows[0]?.['orders'] ?? 0;
}

const inThatHour = () => orders(Date.parse('2010-12-01T00:00:00Z'), Date.parse('2010-12-02T00:00:00Z'));

async function rollUpLater(): Promise<void> {
  nowMs += settleMs + 1;
  await store.boards.rollUp();
}

it('counts the orders of an hour whichever days of the log they lie in, before a roll-up and after it', async () => {
  await place('a');
  expect(await inThatHour()).toBe(1);
  await rollUpLater();
  nowMs += 3 * dayMs;
  await place('b');
  expect(await inThatHour()).toBe(2);
  await rollUpLater();
  expect(await inThatHour()).toBe(2);
  nowMs += 2 * dayMs;
  // Again, and another one.
  await place('a');
  await place('c');
  expect(await inThatHour()).toBe(3);
  await rollUpLater();
  expect(await inThatHour()).toBe(3);
});

it('counts an order that is dated ahead when its hour is open at last', async () => {
  await place('ahead', new Date(nowMs + 2 * dayMs).toISOString());
  await rollUpLater();
  nowMs += 2 * dayMs;
  await place('now', new Date(nowMs).toISOString());
  expect(await orders(nowMs - dayMs, nowMs + dayMs)).toBe(2);
});

it('counts an order without a time of its own at that of its record', async () => {
  await place('timeless', null);
  expect(await orders(nowMs - dayMs, nowMs + dayMs)).toBe(1);
  nowMs += dayMs;
  await rollUpLater();
  expect(await orders(nowMs - 2 * dayMs, nowMs)).toBe(1);
});
