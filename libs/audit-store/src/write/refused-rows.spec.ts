import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { noMetrics, systemClock, type AuditStore, type Metrics, type RefusedRecord } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, auditRow, loggedPartition } from '../spec-support/audit-records.js';
import { completedRow, ledgerBlock } from '../spec-support/ledger-records.js';
import { clickHouseHttpServer, type ClickHouseHttpServer } from '../spec-support/clickhouse-http-server.js';

const isBad = (offset: number): boolean => offset % 400 === 7;

/** Some server has a constraint that the validator knows nothing of. */
const constraint = 'ALTER TABLE events ADD CONSTRAINT unforeseen CHECK offset % 400 != 7';

describe.each(['embedded', 'server'])('records that ClickHouse refuses (%s)', (kind) => {
  let dataDir: string;
  let store: AuditStore;
  /** To look at the tables, and to change them. */
  let engine: AuditConnections;
  let server: ClickHouseHttpServer | undefined;
  let aheadMs = 0;
  let unread = 0;
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + aheadMs };
  const increment: Metrics['increment'] = (name, by = 1) => {
    if (name === 'spillway_audit_ledger_unread_total') unread += by;
  };
  const metrics = { ...noMetrics, increment };
  const kept: RefusedRecord[] = [];
  const keepRefused = async (refused: readonly RefusedRecord[]): Promise<void> => void kept.push(...refused);
  const coverage = async (endOffset: bigint) => (await store.coverage([loggedPartition({ endOffset })]))[0]!;

  beforeEach(async () => {
    kept.length = 0;
    [aheadMs, unread] = [0, 0];
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-refused-'));
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    server = kind === 'server' ? await clickHouseHttpServer(engine) : undefined;
    store = await openAuditStore({
      clock,
      metrics,
      ...(server === undefined ? { dataDir } : { clickhouseUrl: server.url }),
    });
    await engine.control.command({ query: constraint });
  });
  afterEach(async () => {
    await store.close();
    await server?.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('68 are given to the one who keeps them, all others are stored, and no gap is told of', async () => {
    const blocks = [auditBlock(0, 1_599), auditBlock(0, 399, { partition: 1 })];
    await store.append(blocks, { keepRefused });
    const refused = Array.from({ length: 1_600 }, (_, offset) => offset).filter(isBad);
    expect(kept.map(({ partition, row, reason }) => [partition, row.offset, reason])).toEqual([
      ...refused.map((offset) => [0, offset, 'VIOLATED_CONSTRAINT']),
      [1, 7, 'VIOLATED_CONSTRAINT'],
    ]);
    expect(kept[0]).toMatchObject({ topic: 'retail.orders', topicId: 'life-1', row: auditRow(7) });
    expect(await coverage(1_600n)).toMatchObject({
      storedRecords: 1_600 - refused.length,
      gaps: [],
      duplicates: 0,
      refusedRecords: refused.length,
      resumeOffset: 1_600n,
      completeUpTo: { nextOffset: 1_600n },
    });
  });

  it('68 are vouched for as refused, not as stored: a row that goes missing is a gap', async () => {
    await store.append([auditBlock(0, 99)], { keepRefused });
    const query = 'SELECT first, last, count FROM blocks';
    const blocks = await (await engine.control.query({ query, format: 'JSONEachRow' })).json();
    expect(blocks).toEqual([{ first: 0, last: 99, count: 99 }]);
    await engine.control.command({ query: 'ALTER TABLE events DELETE WHERE offset = 50 SETTINGS mutations_sync = 2' });
    expect(await coverage(100n)).toMatchObject({
      gaps: [{ first: 50n, last: 50n }],
      refusedRecords: 1,
      resumeOffset: 50n,
    });
  });

  it('are stored at a later try when the table takes them again', async () => {
    await store.append([auditBlock(0, 99)], { keepRefused });
    await engine.control.command({ query: 'ALTER TABLE events DROP CONSTRAINT unforeseen' });
    await store.append([auditBlock(0, 149)], { keepRefused });
    expect(await coverage(150n)).toMatchObject({ storedRecords: 150, gaps: [], refusedRecords: 0 });
    expect(kept).toHaveLength(1);
  });

  it('have no entries in the ledger before they are stored', async () => {
    const block = ledgerBlock(Array.from({ length: 10 }, (_, offset) => completedRow(offset)));
    const entered = async () =>
      (await store.findDeliveries({ limit: 100 })).deliveries.map(({ ledger }) => ledger.offset);
    await store.append([auditBlock(8, 12), block], { keepRefused });
    expect(kept).toHaveLength(1);
    expect(await entered()).toEqual([9n, 8n, 6n, 5n, 4n, 3n, 2n, 1n, 0n]);
    await engine.control.command({ query: 'ALTER TABLE events DROP CONSTRAINT unforeseen' });
    await store.append([auditBlock(8, 12), block], { keepRefused });
    expect(await entered()).toHaveLength(10);
  });

  it('hold nothing up when all are entries of the ledger: their records are stored, and entered when the table is mended', async () => {
    await engine.control.command({ query: 'ALTER TABLE deliveries ADD CONSTRAINT none CHECK ledgerOffset > 1000' });
    const ranges = Array.from({ length: 5 }, (_, index) => ({ first: index * 10, last: index * 10 + 4 }));
    const block = ledgerBlock([completedRow(0, { ranges }), completedRow(1)]);
    await store.append([block], { keepRefused });
    const { topic, topicId } = block;
    const [ledger] = await store.coverage([loggedPartition({ topic, topicId, endOffset: 2n })]);
    expect(ledger).toMatchObject({ storedRecords: 2, refusedRecords: 0, gaps: [], resumeOffset: 2n });
    expect([kept, unread]).toEqual([[], 6]);
    expect(await store.mendDeliveries()).toBe(0);
    await engine.control.command({ query: 'ALTER TABLE deliveries DROP CONSTRAINT none' });
    expect(await store.mendDeliveries()).toBe(6);
  });

  it('are not accounted for when nobody keeps them, or who should keep them cannot', async () => {
    await expect(store.append([auditBlock(0, 99)])).rejects.toMatchObject({ code: 'SPW-7011' });
    const down = () => Promise.reject(new Error('down'));
    await expect(store.append([auditBlock(0, 99)], { keepRefused: down })).rejects.toMatchObject({ retryable: true });
    expect(await coverage(100n)).toMatchObject({ gaps: [{ first: 7n }], refusedRecords: 0, resumeOffset: 7n });
  });

  it('keep all others waiting when nothing is taken any more, however little there is to store', async () => {
    await engine.control.command({ query: 'ALTER TABLE events ADD CONSTRAINT all CHECK offset > 1000' });
    const one = (offset: number) => store.append([auditBlock(offset, offset)], { keepRefused });
    const down = () => Promise.reject(new Error('down'));
    await expect(store.append([auditBlock(0, 3)], { keepRefused })).rejects.toMatchObject({ code: 'SPW-7011' });
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(store.append([auditBlock(0, 0)], { keepRefused: down })).rejects.toMatchObject({ retryable: true });
    await store.append([auditBlock(0, 1)], { keepRefused });
    for (const offset of [2, 3]) await one(offset);
    expect(kept).toHaveLength(4);
    await expect(one(4)).rejects.toMatchObject({ code: 'SPW-7011', retryable: true });
    await expect(one(4)).rejects.toMatchObject({ code: 'SPW-7011' });
    await engine.control.command({ query: 'ALTER TABLE events DROP CONSTRAINT all' });
    await one(4);
    await one(7);
    expect(kept.map(({ row }) => row.offset)).toEqual([0, 1, 2, 3, 7]);
  });

  it('do not let entries of the ledger look older than they are, however long they had to be kept', async () => {
    const block = ledgerBlock([completedRow(6), completedRow(7)]);
    const keepLong = async (): Promise<void> => void (aheadMs = 300_000);
    const startedAtMs = Date.now();
    await store.append([block], { keepRefused: keepLong });
    const query = 'SELECT toUnixTimestamp64Milli(min(recordedAt)) AS atMs FROM deliveries';
    const [row] = await (await engine.control.query({ query, format: 'JSONEachRow' })).json<{ atMs: number }>();
    expect(row!.atMs).toBeGreaterThanOrEqual(startedAtMs + 300_000);
  });

  it('68 in great number keep all of them waiting: the table is wrong then', async () => {
    await engine.control.command({ query: 'ALTER TABLE events ADD CONSTRAINT all CHECK offset < 10' });
    await expect(store.append([auditBlock(0, 999)], { keepRefused })).rejects.toMatchObject({
      code: 'SPW-7011',
      retryable: true,
    });
    expect(kept).toEqual([]);
    await engine.control.command({ query: 'ALTER TABLE events DROP CONSTRAINT all' });
    await store.append([auditBlock(0, 999)], { keepRefused });
    expect(await coverage(1_000n)).toMatchObject({ gaps: [], refusedRecords: 3 });
  });
});
