import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliveriesTopic } from '@spillway/events';
import { systemClock, type AuditBlock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, auditRow, baseMs, loggedPartition } from './spec-support/audit-records.js';
import { completedRow, ledgerBlock } from './spec-support/ledger-records.js';

const dayMs = 24 * 60 * 60 * 1000;
const midnightMs = Math.ceil(baseMs / dayMs) * dayMs;

describe('retention', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-retention-'));
  let store: AuditStore;
  let engine: AuditConnections;
  let nowMs = midnightMs - dayMs / 4;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir, clock: { ...systemClock, nowMs: () => nowMs } });
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  });
  afterAll(async () => {
    await engine.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Records around midnight: what is below `old` lies before it; of all that is missing the log has nothing. */
  const block = (topic: string, offsets: readonly number[], old: (offset: number) => boolean): AuditBlock => {
    const rows = offsets.map((offset) =>
      auditRow(offset, { timestampMs: midnightMs + offset - (old(offset) ? dayMs / 2 : 0) }),
    );
    return auditBlock(offsets[0]!, offsets.at(-1)!, { topic, rows });
  };
  const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
  /** Does something a while after midnight, whose records have expired by then. */
  const after = async <T>(afterMs: number, work: () => Promise<T>): Promise<T> => {
    const beforeMs = nowMs;
    nowMs = midnightMs + afterMs;
    try {
      return await work();
    } finally {
      nowMs = beforeMs;
    }
  };
  const drop = (topic: string) => after(dayMs, () => store.dropExpired(topic, midnightMs));
  const coverageOf = async (topic: string, endOffset: bigint) => {
    const [coverage] = await store.coverage([loggedPartition({ topic, endOffset })]);
    return coverage!;
  };
  const verified = (topic: string, afterMs = 2 * dayMs) => after(afterMs, () => store.verify({ topic, limit: 1_000 }));
  const tamper = (change: string) =>
    engine.control.command({ query: `ALTER TABLE events ${change} SETTINGS mutations_sync = 1` });

  it('drops what was published before, and tells it from gaps and from rows that somebody deleted', async () => {
    const topic = 'expiring.orders';
    await store.append([block(topic, range(0, 9), () => true), block(topic, range(10, 29), (offset) => offset < 16)]);
    await store.append([block(topic, range(40, 49), () => false)]);
    expect(await drop(topic)).toBe(16);
    expect(await coverageOf(topic, 50n)).toMatchObject({
      storedRecords: 24,
      dropped: [{ first: 0n, last: 15n }],
      gaps: [{ first: 30n, last: 39n }],
      missingRecords: 10,
      resumeOffset: 30n,
    });
    expect(await verified(topic)).toMatchObject({ findings: [], droppedRanges: 2, ranges: 2, nextCursor: null });
    await tamper(`DELETE WHERE topic = '${topic}' AND offset = 17`);
    await tamper(`DELETE WHERE topic = '${topic}' AND offset = 41`);
    expect((await verified(topic)).findings).toMatchObject([
      { problem: 'missing', first: 10n },
      { problem: 'missing', first: 16n },
      { problem: 'missing', first: 40n },
    ]);
    expect(await drop(topic)).toBe(0);
  });

  it('keeps what is left of cut ranges verifiable, with records out of order and offsets that never held one', async () => {
    const topic = 'mixed.orders';
    const expired = new Set([0, 2, 3, 7, 8, 20, 21]);
    await store.append([
      block(topic, [0, 2, 3, 5, 7, 8, 10], (offset) => expired.has(offset)),
      auditBlock(11, 10, { topic, firstOffset: 11, lastOffset: 14, rows: [] }),
      block(topic, [15, 16, 20, 21], (offset) => expired.has(offset)),
    ]);
    await store.append([{ ...block(topic, [20, 21], () => true), lastOffset: 24 }]);
    await store.append([block(topic, range(25, 29), () => false)]);
    expect(await drop(topic)).toBe(expired.size);
    expect(await coverageOf(topic, 30n)).toMatchObject({
      storedRecords: 9,
      gaps: [],
      dropped: [
        { first: 0n, last: 3n },
        { first: 7n, last: 8n },
        { first: 20n, last: 21n },
      ],
      resumeOffset: 30n,
    });
    expect((await verified(topic)).findings).toEqual([]);
    await tamper(`UPDATE payload = '' WHERE topic = '${topic}' AND offset = 5`);
    expect((await verified(topic)).findings).toContainEqual(expect.objectContaining({ problem: 'changed', first: 4n }));
  });

  it('does not vouch for what somebody changed before', async () => {
    const topic = 'altered.orders';
    await store.append([block(topic, range(0, 9), (offset) => offset < 5)]);
    await tamper(`UPDATE payload = '' WHERE topic = '${topic}' AND offset = 8`);
    expect(await drop(topic)).toBe(5);
    expect((await verified(topic)).findings).toMatchObject([{ problem: 'missing', first: 0n, last: 9n }]);
  });

  it('knows all topics that it ever stored something of', async () => {
    const topic = 'gone.orders';
    await store.append([block(topic, range(0, 3), () => true)]);
    expect(await drop(topic)).toBe(4);
    expect(await store.storedTopics()).toEqual(expect.arrayContaining(['expiring.orders', topic]));
  });

  it('leaves other topics, later days and what was just stored alone', async () => {
    const topic = 'fresh.orders';
    await store.append([block('other.orders', range(0, 9), () => true), block(topic, range(0, 9), () => true)]);
    expect(await store.dropExpired(topic, midnightMs)).toBe(0);
    expect(await drop(topic)).toBe(10);
    expect(await coverageOf('other.orders', 10n)).toMatchObject({ storedRecords: 10, dropped: [] });
    expect(await coverageOf(topic, 10n)).toMatchObject({ storedRecords: 0, gaps: [], resumeOffset: 10n });
  });

  it('goes on where it was cut off between its note and its deletion', async () => {
    const topic = 'cut-off.orders';
    await store.append([block(topic, range(0, 19), (offset) => offset < 10)]);
    await engine.control.command({
      query: `INSERT INTO dropped (topic, topicId, first, last, olderThan, droppedAt) SELECT '${topic}', 'life-1', 0, 9,
        fromUnixTimestamp64Milli(${midnightMs}, 'UTC'), fromUnixTimestamp64Milli(${midnightMs + dayMs}, 'UTC')`,
    });
    // Rows of a deletion that is not over may be some of those of their range.
    await tamper(`DELETE WHERE topic = '${topic}' AND offset = 3`);
    expect((await verified(topic, dayMs + 600_000)).findings).toEqual([
      expect.objectContaining({ problem: 'missing', first: 0n, last: 19n }),
    ]);
    expect(await drop(topic)).toBe(9);
    expect(await coverageOf(topic, 20n)).toMatchObject({ gaps: [], dropped: [{ first: 0n, last: 9n }] });
  });

  it('lets what was stored again after it was dropped be verified like anything else', async () => {
    const topic = 'again.orders';
    const old = () => true;
    await store.append([block(topic, range(0, 9), old), block(topic, range(10, 14), () => false)]);
    await drop(topic);
    // The log was read from its beginning once more; what is stored now is kept for its days.
    await after(1.5 * dayMs, () => store.append([block(topic, range(2, 7), old)]));
    expect(await drop(topic)).toBe(0);
    expect(await verified(topic)).toMatchObject({ findings: [], droppedRanges: 1, ranges: 2, records: 11 });
    await tamper(`UPDATE payload = '' WHERE topic = '${topic}' AND offset = 4`);
    expect((await verified(topic)).findings).toMatchObject([{ problem: 'changed', first: 2n, last: 7n }]);
  });

  it('leaves no room for rows that somebody makes up: neither where a range went as a whole, nor where it was cut', async () => {
    const topic = 'forged.orders';
    await store.append([block(topic, range(0, 9), () => true), block(topic, range(10, 29), (offset) => offset < 20)]);
    expect(await drop(topic)).toBe(20);
    expect((await verified(topic)).findings).toEqual([]);
    const forge = (offset: number, changes: string) =>
      engine.control.command({
        query: `INSERT INTO events SELECT * REPLACE (${offset} AS offset, ${changes}) FROM
          (SELECT * FROM events WHERE topic = '${topic}' AND offset = 25)`,
      });
    await forge(0, 'now64(3) AS timestamp');
    await forge(5, 'timestamp - toIntervalYear(1) AS timestamp');
    await forge(6, `toDateTime64('1950-01-01 00:00:00', 3) AS recordedAt`);
    await forge(15, `toDateTime64('2026-03-01 00:00:00', 3) AS recordedAt`);
    const { findings, droppedRanges } = await verified(topic);
    expect(findings.map(({ problem, first, last, foundRecords }) => [problem, first, last, foundRecords])).toEqual([
      ['extra', 0n, 0n, 1],
      ['extra', 5n, 6n, 2],
      ['extra', 15n, 15n, 1],
    ]);
    expect(droppedRanges).toBe(2);
    expect((await verified('other.orders')).findings).toEqual([]);
    expect((await after(2 * dayMs, () => store.verify({ limit: 1_000 }))).findings).toEqual(
      expect.arrayContaining([...findings]),
    );
  });

  it('goes by when a record was stored, not only by the time that its producer tells', async () => {
    const times = [-1, Math.floor(midnightMs / 1_000), Date.UTC(2200, 0, 1), Number.NaN];
    const rows = times.map((timestampMs, offset) => auditRow(offset, { timestampMs }));
    const ledger = times.map((timestampMs, offset) => ({ ...completedRow(20 + offset), timestampMs }));
    const toldBy = (topic: string) => [auditBlock(0, 3, { topic, rows })];
    await after(1, () => store.append([...toldBy('odd.orders'), ledgerBlock(ledger)]));
    expect(await drop('odd.orders')).toBe(0);
    expect(await drop(deliveriesTopic)).toBe(0);
    expect((await store.findDeliveries({ limit: 10 })).deliveries).toHaveLength(4);
    expect((await verified(deliveriesTopic)).findings).toEqual([]);
    await store.append(toldBy('old.orders'));
    expect(await drop('old.orders')).toBe(4);
    expect(await coverageOf('old.orders', 4n)).toMatchObject({ storedRecords: 0, gaps: [] });
    expect(await after(2 * dayMs, () => store.dropExpired(deliveriesTopic, midnightMs + dayMs))).toBe(4);
    expect((await store.findDeliveries({ limit: 10 })).deliveries).toEqual([]);
  });

  it('drops what the ledger says together with its records', async () => {
    const rows = range(0, 3).map((offset) => auditRow(offset, { timestampMs: midnightMs - 1 }));
    await store.append([auditBlock(0, 3, { topic: deliveriesTopic, rows })]);
    const insert = `INSERT INTO deliveries (ledgerTopic, ledgerOffset, timestamp, recordedAt) SELECT '${deliveriesTopic}', number,
      fromUnixTimestamp64Milli(${midnightMs - 1}, 'UTC'), fromUnixTimestamp64Milli(${nowMs}, 'UTC') FROM numbers(4)`;
    await engine.control.command({ query: insert });
    expect(await drop(deliveriesTopic)).toBe(4);
    expect((await store.findDeliveries({ limit: 10 })).deliveries).toEqual([]);
  });

  it('merges days that are over into one part each, once', async () => {
    const topic = 'merged.orders';
    await store.append([block(topic, range(0, 9), () => true)]);
    await store.append([block(topic, range(5, 14), () => true)]);
    expect(await store.mergeClosedDays()).toBeGreaterThan(0);
    expect(await store.mergeClosedDays()).toBe(0);
    expect(await coverageOf(topic, 15n)).toMatchObject({ storedRecords: 15, gaps: [] });
    await expect(store.mergeClosedDays(AbortSignal.abort())).rejects.toThrow();
  });

  it('takes a probe as often as it is asked', async () => {
    for (let probe = 0; probe < 3; probe += 1) await expect(store.probe()).resolves.toBeGreaterThanOrEqual(0);
  });

  it('drops entries the next time that were entered again just before their records went', async () => {
    const rows = range(10, 11).map((offset) => ({ ...completedRow(offset), timestampMs: midnightMs - 1 }));
    await store.append([ledgerBlock(rows)]);
    nowMs += 600_000;
    await engine.control.command({ query: 'TRUNCATE TABLE deliveries' });
    expect(await store.mendDeliveries()).toBe(2);
    expect(await store.dropExpired(deliveriesTopic, midnightMs)).toBe(2);
    expect((await store.findDeliveries({ limit: 10 })).deliveries).toHaveLength(2);
    expect(await drop(deliveriesTopic)).toBe(0);
    expect((await store.findDeliveries({ limit: 10 })).deliveries).toEqual([]);
    expect((await verified(deliveriesTopic)).findings).toEqual([]);
  });

  it('drops the expired entries of each day, and leaves those whose records were stored again', async () => {
    const topicId = 'read-again';
    const told = range(0, 7).map((offset) => ({
      ...completedRow(offset),
      timestampMs: midnightMs - 1 - (offset % 4) * dayMs,
    }));
    await after(-dayMs / 2, () => store.append([ledgerBlock(told, { topicId })]));
    const again = told.filter(({ offset }) => [1, 2, 6].includes(offset));
    for (const row of again) await after(dayMs / 2, () => store.append([ledgerBlock([row], { topicId })]));
    expect(await drop(deliveriesTopic)).toBe(5);
    const { deliveries } = await store.findDeliveries({ limit: 10 });
    expect(deliveries.map(({ ledger }) => ledger.offset).toSorted()).toEqual([1n, 2n, 6n]);
    expect((await verified(deliveriesTopic)).findings).toEqual([]);
  });

  it('changes no table when nothing has expired', async () => {
    const query = 'SELECT count() AS mutations FROM system.mutations';
    const mutations = async () => (await engine.control.query({ query, format: 'JSONEachRow' })).json();
    const before = await mutations();
    expect(await drop(deliveriesTopic)).toBe(0);
    expect(await drop('expiring.orders')).toBe(0);
    expect(await mutations()).toEqual(before);
  });
});
