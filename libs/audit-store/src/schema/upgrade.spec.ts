import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { noMetrics, type AnalyticsQuestion, type AuditStore, type Clock } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, auditRow } from '../spec-support/audit-records.js';
import { BlockAppender } from '../write/block-appender.js';
import { InfileBlockWriter } from '../write/infile-block-writer.js';
import { migrate } from './migrate.js';
import { migrations } from './migrations.js';

const settleMs = 120_000;
const hourMs = 60 * 60 * 1000;
const droppedBeforeMs = Date.UTC(2026, 2, 5);
const [droppedMs, keptMs] = [Date.UTC(2026, 2, 4, 10), Date.UTC(2026, 2, 8, 10)];
const at = (ms: number): string => `fromUnixTimestamp64Milli(${ms}, 'UTC')`;

describe('an upgrade of a store of version 9', () => {
  let dataDir: string;
  let engine: AuditConnections;
  let store: AuditStore;
  let nowMs: number;
  const clock: Clock = { nowMs: () => nowMs, steadyMs: () => nowMs, sleep: async () => {} };

  beforeEach(async () => {
    nowMs = Date.UTC(2026, 2, 10, 10, 30);
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-upgrade-'));
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock });
    await migrate(
      engine.writer,
      migrations.filter(({ version }) => version <= 9),
    );
    await appendOrders();
    nowMs += 10 * 60_000;
    for (const query of rolledUpAsThen()) await engine.writer.command({ query });
    store = await openAuditStore({ dataDir, clock, settleMs });
  });
  afterEach(async () => {
    await store.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Two orders an hour before their records, one of the hour whose records are dropped, and what is left there. */
  async function appendOrders(): Promise<void> {
    const writer = new InfileBlockWriter(engine.pools.writer, engine.stagingDir!);
    const order = (offset: number, placedAtMs: number) => {
      const placedAt = new Date(placedAtMs).toISOString();
      const envelope = { id: `${offset}`, source: '/shop', type: 'retail.orders.OrderPlaced', time: undefined };
      const payloadJson = Buffer.from(JSON.stringify({ country: 'France', placedAt, lines: [] }));
      return auditRow(offset, { timestampMs: keptMs + offset, envelope, payloadJson });
    };
    const rows = [order(0, keptMs - hourMs), order(1, keptMs - 1), order(2, droppedMs)];
    const envelope = { id: 'stock', source: '/shop', type: 'retail.stock.Counted' };
    const stock = [auditRow(0, { timestampMs: droppedMs, envelope })];
    await new BlockAppender({ writer, clock, metrics: noMetrics, newId: () => 'salt' }).append([
      auditBlock(0, 2, { rows }),
      auditBlock(0, 0, { topic: 'retail.stock', rows: stock }),
    ]);
  }

  /** Orders by the time of their records. Five records of the hour before, four of them orders, are dropped. */
  function rolledUpAsThen(): readonly string[] {
    const hour = (ms: number): string => `toDateTime(${ms / 1000}, 'UTC'), 1`;
    const values = (names: readonly string[], of: (name: string) => string): string => names.map(of).join(', ');
    return [
      'ALTER TABLE rollup_marks DROP COLUMN openFrom',
      `INSERT INTO dropped (topic, last, olderThan) SELECT 'retail.orders', 4, ${at(droppedBeforeMs)}`,
      `INSERT INTO records_hourly (hour, build, topic, records) VALUES (${hour(droppedMs)}, 'retail.orders', 5),
        (${hour(droppedMs)}, 'retail.stock', 1), (${hour(keptMs)}, 'retail.orders', 3)`,
      `INSERT INTO sales_hourly (hour, build, orders) VALUES (${hour(droppedMs)}, 4), (${hour(keptMs)}, 3)`,
      `INSERT INTO rollup_hours (hour, build, basis) VALUES ${values(['record', 'event'], (basis) => {
        return `(${hour(droppedMs)}, '${basis}'), (${hour(keptMs)}, '${basis}')`;
      })}`,
      ...['record', 'event', 'delivery'].map((basis) => `INSERT INTO rollup_marks SELECT '${basis}', ${at(nowMs)}`),
      `INSERT INTO order_days VALUES (${keptMs / 1000}, toDate(${at(keptMs)}))`,
      `INSERT INTO order_days_marks SELECT ${at(nowMs)}`,
    ];
  }

  async function byHour(subject: 'records' | 'sales', measure: 'records' | 'orders') {
    const range = { fromMs: Date.UTC(2026, 2, 1), toMs: Date.UTC(2026, 2, 11) };
    const question = { subject, measures: [measure], groupBy: [], filter: {}, interval: 'hour', limit: 100, ...range };
    const { rows } = await store.boards.ask(question as AnalyticsQuestion);
    return rows.map((row) => [row.timeMs, row[measure]]);
  }

  it('keeps the figures of hours whose records are dropped, and counts all others by the rules of today', async () => {
    const asTheyAre = async (): Promise<void> => {
      expect(await byHour('records', 'records')).toEqual([
        [droppedMs, 6],
        [keptMs, 3],
      ]);
      expect(await byHour('sales', 'orders')).toEqual([
        [droppedMs, 4],
        [keptMs - hourMs, 2],
      ]);
      expect(await store.boards.span('record')).toEqual({ fromMs: droppedMs, toMs: keptMs + hourMs });
    };
    await asTheyAre();
    nowMs += settleMs + 1;
    expect(await store.boards.rollUp()).toBe(2);
    await asTheyAre();
    nowMs += settleMs;
    expect(await store.boards.rollUp()).toBe(0);
  });

  it('takes no mark of an audit app of an older version that still runs', async () => {
    const marked = engine.writer.command({ query: `INSERT INTO rollup_marks SELECT 'event', ${at(nowMs)}` });
    await expect(marked).rejects.toMatchObject({ type: 'NUMBER_OF_COLUMNS_DOESNT_MATCH' });
  });
});
