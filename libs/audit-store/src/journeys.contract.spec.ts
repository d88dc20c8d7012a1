import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditStore, Journey } from '@spillway/streaming';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, auditRow, baseMs } from './spec-support/audit-records.js';
import { completedRow, ledgerBlock, notedRow } from './spec-support/ledger-records.js';

describe('a journey out of the audit store', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-journey-'));
  let store: AuditStore;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir });
    // An order without a correlation id, the payment it caused, what that caused, and a stranger.
    const row = (offset: number, id: string, more: object = {}) =>
      auditRow(offset, { envelope: { id, source: '/shop', type: 't', ...more } });
    const payment = { correlationId: 'order-1', causationId: 'order-1' };
    const confirmed = { correlationId: 'order-1', causationId: 'payment-1' };
    await store.append([
      auditBlock(0, 1, { topic: 'retail.orders', rows: [row(0, 'order-1'), row(1, 'stranger')] }),
      auditBlock(10, 10, { topic: 'retail.payments', rows: [row(10, 'payment-1', payment)] }),
      auditBlock(20, 20, { topic: 'retail.fulfilment', rows: [row(20, 'confirmed-1', confirmed)] }),
      auditBlock(30, 30, { topic: 'retail.payments.fulfilment.dlq', rows: [row(30, 'payment-1', payment)] }),
      ledgerBlock([
        completedRow(40, { topicId: null, count: 2, ranges: [{ first: 0, last: 1 }], durationSumUs: 8_000 }),
        notedRow(41, {
          group: 'fulfilment',
          topic: 'retail.payments',
          originTopic: 'retail.payments',
          originOffset: 10,
          outcome: 'dead_lettered',
        }),
      ]),
    ]);
  });
  afterAll(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each(['order-1', 'payment-1', 'confirmed-1'])('is the same by the id of any of its events: %s', async (id) => {
    const journey = (await store.journey(id)) as Journey;
    expect(journey).toMatchObject({ correlationIds: ['order-1'], isCut: false, startedAtMs: baseMs });
    expect(journey.events.map(({ record, parent }) => [record.eventId, parent])).toEqual([
      ['order-1', null],
      ['payment-1', 0],
      ['confirmed-1', 1],
    ]);
    expect(journey.events[1]).toMatchObject({
      copies: [{ topic: 'retail.payments.fulfilment.dlq' }],
      legs: [{ groupId: 'fulfilment', outcome: 'dead_lettered', queueMs: 170, processingMs: 20, endToEndMs: 190 }],
    });
    expect(journey.groups).toMatchObject([
      { groupId: 'fulfilment', deadLetters: 1, isExact: true },
      { groupId: 'inventory', events: 1, processingMs: 4, endToEndMs: 500, isExact: false },
    ]);
  });

  it('of an event that belongs to nothing is that event', async () => {
    const journey = await store.journey('stranger');
    expect(journey).toMatchObject({ correlationIds: [], events: [{ record: { eventId: 'stranger' }, parent: null }] });
  });

  it('of nothing stored is none', async () => {
    expect(await store.journey('nobody')).toBeUndefined();
    expect(await store.journey("' OR 1=1 --")).toBeUndefined();
  });

  it('says when it is more than is read', async () => {
    const rows = Array.from({ length: 1_100 }, (_, offset) =>
      auditRow(offset, { envelope: { id: `many-${offset}`, source: '/s', type: 't', correlationId: 'many' } }),
    );
    await store.append([auditBlock(0, 1_099, { topic: 'many.orders', rows })]);
    const journey = await store.journey('many');
    expect(journey).toMatchObject({ isCut: true });
    expect(journey!.events).toHaveLength(1_000);
  });
});
