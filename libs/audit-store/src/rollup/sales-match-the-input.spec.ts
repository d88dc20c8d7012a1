import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnalyticsQuestion, AuditRow, AuditStore, Clock } from '@spillway/streaming';
import { retailFiles, sampleMonth } from '../../../../test/support/input-files.js';
import { countRetail, readRetailOrders, type RetailOrder } from '../../../../test/support/retail-oracle.js';
import { openAuditStore } from '../open-audit-store.js';
import { auditRow } from '../spec-support/audit-records.js';

const hourMs = 60 * 60 * 1000;
const settleMs = 120_000;
const files = retailFiles ?? [sampleMonth];

/** An invoice as the main job writes it: published at `timestampMs`, happened when it is dated. */
function toRow({ invoiceNo, type, lines }: RetailOrder, offset: number, timestampMs: number): AuditRow {
  const { Country: country, InvoiceDate } = lines[0]!;
  const time = `${InvoiceDate!.replace(' ', 'T')}Z`;
  const payload = {
    invoiceNo,
    country,
    lines: lines.map(({ StockCode: stockCode, Description, Quantity, UnitPrice }) => ({
      stockCode,
      description: Description === '' ? null : Description,
      quantity: Number(Quantity),
      unitPrice: toFourDigits(UnitPrice!),
    })),
  };
  const envelope = { id: `retail-${invoiceNo}`, source: '/retail/import', type: `retail.orders.${type}`, time };
  return auditRow(offset, { timestampMs, envelope, payloadJson: Buffer.from(JSON.stringify(payload)) });
}

function toFourDigits(price: string): string {
  const [whole, fraction = ''] = price.split('.');
  return `${whole}.${fraction.padEnd(4, '0')}`;
}

describe('sales', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-sales-'));
  let nowMs = Date.UTC(2026, 2, 1, 10, 30);
  const clock: Clock = { nowMs: () => nowMs, steadyMs: () => nowMs, sleep: async () => {} };
  const orders = readRetailOrders(files);
  const expected = countRetail(files);
  let store: AuditStore;
  let nextOffset = 0;

  const append = async (written: readonly RetailOrder[]): Promise<void> => {
    for (let start = 0; start < written.length; start += 5_000) {
      const rows = written.slice(start, start + 5_000).map((order) => toRow(order, nextOffset++, nowMs));
      const range = { firstOffset: rows[0]!.offset, lastOffset: rows.at(-1)!.offset };
      await store.append([{ topic: 'retail.orders', topicId: 'life', partition: 0, ...range, rows }]);
    }
  };
  const ask = async (question: Partial<AnalyticsQuestion>) => {
    const whole = { fromMs: Date.UTC(2010, 0, 1), toMs: Date.UTC(2012, 0, 1), filter: {}, limit: 10_000 };
    const base = { subject: 'sales', measures: ['revenue'], groupBy: [], interval: null } as const;
    const { rows, truncated } = await store.boards.ask({ ...base, ...whole, ...question } as AnalyticsQuestion);
    expect(truncated).toBe(false);
    return rows;
  };
  const place = (timeMs: number | null, country: unknown): string =>
    `${new Date(timeMs!).toISOString().slice(0, 10)} ${String(country)}`;

  const check = async (): Promise<void> => {
    const byDay = await ask({
      measures: ['revenue', 'orders', 'cancellations'],
      groupBy: ['country'],
      interval: 'day',
    });
    expect(Object.fromEntries(byDay.map((row) => [place(row.timeMs, row['country']), row['revenue']]))).toEqual(
      Object.fromEntries([...expected.revenue]),
    );
    const cancelled = byDay.filter((row) => row['cancellations'] !== 0);
    expect(
      Object.fromEntries(cancelled.map((row) => [place(row.timeMs, row['country']), row['cancellations']])),
    ).toEqual(Object.fromEntries(expected.cancellations));
    const [total] = await ask({ measures: ['orders', 'cancellations'] });
    expect(total).toEqual({
      timeMs: null,
      orders: expected.types['retail.orders.OrderPlaced'],
      cancellations: expected.types['retail.orders.OrderCancelled'],
    });
    const products = await ask({
      subject: 'products',
      measures: ['sold', 'quantity', 'lines'],
      groupBy: ['product'],
    });
    const sold = products.filter((row) => row['lines'] !== 0);
    expect(
      Object.fromEntries(
        sold.map(({ product, quantity, lines, sold: amount }) => [product, { quantity, lines, sold: amount }]),
      ),
    ).toEqual(Object.fromEntries(expected.products));
    const amounts = products.map((row) => Number(row['sold']));
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
  };

  beforeAll(async () => {
    store = await openAuditStore({ dataDir, clock, settleMs });
    await append(orders);
  });
  afterAll(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('equal a calculation from the input files, straight from the records', check, 120_000);

  it('do so with events that lie in the log again, in the same hour and another', async () => {
    await append(orders.slice(100, 400));
    nowMs += 3 * hourMs;
    await append(orders.slice(300, 600));
    await check();
  }, 120_000);

  it('do so from rollups, and with repeats that come after them', async () => {
    nowMs += 3 * hourMs;
    expect(await store.boards.rollUp()).toBeGreaterThan(100);
    await check();
    await append(orders.slice(500, 700));
    await check();
    nowMs += settleMs + 1;
    await store.boards.rollUp();
    await check();
  }, 300_000);

  it('span the hours in which they happened', async () => {
    const span = await store.boards.span('event');
    expect(new Date(span!.fromMs).toISOString().slice(0, 10)).toBe(expected.days[0]);
    expect(new Date(span!.toMs - 1).toISOString().slice(0, 10) < expected.days[1]).toBe(true);
  });
});
