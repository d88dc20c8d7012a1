import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, type AuditStore, type RangeFinding, type VerificationQuery } from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, auditRow, baseMs } from './spec-support/audit-records.js';

describe('verification', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-verify-'));
  let store: AuditStore;
  let tamper: AuditConnections;
  let nowMs = Date.now();

  beforeAll(async () => {
    store = await openAuditStore({ dataDir, clock: { ...systemClock, nowMs: () => nowMs } });
    tamper = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  });
  afterAll(async () => {
    await tamper.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const command = (query: string) => tamper.control.command({ query });
  const verifyAll = async (query: Omit<VerificationQuery, 'limit'>, limit = 1_000) => {
    const findings: RangeFinding[] = [];
    const sums = { pages: 0, ranges: 0, records: 0, superseded: 0, dropped: 0 };
    let cursor: string | undefined;
    do {
      const page = await store.verify({ ...query, limit, ...(cursor === undefined ? {} : { cursor }) });
      findings.push(...page.findings);
      sums.pages += 1;
      sums.ranges += page.ranges;
      sums.records += page.records;
      sums.superseded += page.supersededRanges;
      sums.dropped += page.droppedRanges;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return { findings, ...sums };
  };

  it('finds nothing wrong in what was written, once, again, in other ranges, whatever it is', async () => {
    const topic = 'well.orders';
    const odd = auditRow(3, {
      value: null,
      key: null,
      payloadJson: null,
      kind: 'tombstone',
      schemaId: null,
      timestampMs: -1,
      headers: { 'x-repeat': ['1', Buffer.from([0xc3, 0])], empty: '' },
      envelope: { id: "it's \u0000 \ud800", time: 'never' },
    });
    await store.append([auditBlock(0, 99, { topic })]);
    await store.append([auditBlock(0, 99, { topic }), auditBlock(40, 139, { topic })]);
    await store.append([auditBlock(0, 0, { topic, partition: 1, firstOffset: 0, lastOffset: 6, rows: [odd] })]);
    await store.append([auditBlock(0, -1, { topic, partition: 1, firstOffset: 7, lastOffset: 9, rows: [] })]);
    await store.append([auditBlock(0, 9, { topic, topicId: 'life-2' })]);
    expect(await verifyAll({ topic })).toMatchObject({ findings: [], ranges: 5, records: 211, pages: 1 });
  });

  it.each([
    ['changed', "UPDATE payload = '{}' WHERE offset = 7"],
    ['changed', 'UPDATE headers = arrayReverse(headers) WHERE offset = 7'],
    ['missing', 'DELETE WHERE offset = 7'],
  ])('says %s after %s', async (problem, change) => {
    const topic = `${problem}-${change.length}.orders`;
    await store.append([auditBlock(0, 4, { topic }), auditBlock(5, 9, { topic }), auditBlock(10, 14, { topic })]);
    await command(`ALTER TABLE events ${change} AND topic = '${topic}' SETTINGS mutations_sync = 1`);
    const { findings } = await verifyAll({ topic });
    expect(findings).toEqual([
      {
        topic,
        topicId: 'life-1',
        partition: 0,
        problem,
        first: 5n,
        last: 9n,
        expectedRecords: 5,
        foundRecords: problem === 'missing' ? 4 : 5,
        storedAtMs: nowMs,
      },
    ]);
  });

  it('says extra for a position that lies there twice, and unvouched for rows that no range covers', async () => {
    const topic = 'extra.orders';
    await store.append([auditBlock(5, 9, { topic }), auditBlock(20, 29, { topic })]);
    const copy = (change: string, where: string) =>
      command(`INSERT INTO events SELECT * REPLACE (${change}) FROM
        (SELECT * FROM events WHERE topic = '${topic}' AND ${where})`);
    await copy('timestamp - toIntervalHour(3) AS timestamp', 'offset = 22');
    const old = `toDateTime64('2026-01-01 00:00:00', 3) AS recordedAt`;
    await copy(`offset - 6 AS offset, ${old}`, 'offset IN (8, 9)');
    await copy(`offset + 3 AS offset, ${old}`, 'offset BETWEEN 7 AND 9');
    await copy(`offset + 100 AS offset`, 'offset = 7');
    const shown = async () =>
      (await verifyAll({ topic })).findings.map(({ problem, first, last, foundRecords }) => [
        problem,
        Number(first),
        Number(last),
        foundRecords,
      ]);
    const found = [
      ['unvouched', 2, 3, 2],
      ['unvouched', 10, 12, 3],
    ];
    expect(await shown()).toEqual([...found, ['extra', 20, 29, 11]]);
    // The manifest of a row that was just stored may be on its way, but not for long.
    nowMs += 200_000;
    expect(await shown()).toEqual([...found, ['unvouched', 107, 107, 1], ['extra', 20, 29, 11]]);
    expect((await verifyAll({ topic, toMs: Date.UTC(2025, 0, 1) })).findings).toEqual([]);
  });

  it('names rows of no range whatever time they claim to be stored at, and those that lie ahead in every window', async () => {
    const topic = 'claimed.orders';
    await store.append([auditBlock(0, 4, { topic })]);
    const copyTo = (offset: number, claimed: string) =>
      command(`INSERT INTO events SELECT * REPLACE (${offset} AS offset, toDateTime64('${claimed}', 3, 'UTC') AS recordedAt)
        FROM (SELECT * FROM events WHERE topic = '${topic}' AND offset = 0)`);
    await copyTo(20, '1950-01-01 00:00:00');
    await copyTo(30, '2250-01-01 00:00:00');
    const shown = async (times: Omit<VerificationQuery, 'limit'>) =>
      (await verifyAll({ topic, ...times })).findings.map(({ problem, first }) => [problem, Number(first)]);
    const ahead = ['unvouched', 30];
    expect(await shown({})).toEqual([['unvouched', 20], ahead]);
    expect(await shown({ toMs: nowMs - 180_000 })).toEqual([['unvouched', 20], ahead]);
    expect(await shown({ fromMs: 0, toMs: nowMs - 180_000 })).toEqual([ahead]);
  });

  it('says that it names only some of the rows of no range', async () => {
    const topic = 'many.orders';
    await store.append([auditBlock(0, 0, { topic })]);
    const forge = (from: number, count: number) =>
      command(`INSERT INTO events SELECT * EXCEPT n REPLACE (n AS offset, toDateTime64('2026-01-01 00:00:00', 3) AS recordedAt)
        FROM (SELECT * FROM events WHERE topic = '${topic}' AND offset = 0) AS row
        CROSS JOIN (SELECT 2 * number + ${from} AS n FROM numbers(${count})) AS offsets`);
    await forge(10, 1_000);
    expect(await store.verify({ topic, limit: 10 })).toMatchObject({ cut: false, findings: { length: 1_000 } });
    await forge(2_010, 1);
    expect(await store.verify({ topic, limit: 10 })).toMatchObject({ cut: true, findings: { length: 1_000 } });
  });

  it('lets newer ranges vouch for what was written again with other content, and nothing else', async () => {
    const topic = 'again.orders';
    const other = (offset: number) => auditRow(offset, { payloadJson: Buffer.from('{"by":"a newer version"}') });
    await store.append([auditBlock(0, 9, { topic }), auditBlock(20, 29, { topic })]);
    nowMs += 1;
    await store.append([
      auditBlock(0, 0, { topic, firstOffset: 0, lastOffset: 5, rows: [0, 1, 2, 3, 4, 5].map(other) }),
    ]);
    nowMs += 1;
    const rows = [6, 7, 8, 9, 10].map(other);
    await store.append([auditBlock(0, 0, { topic, firstOffset: 6, lastOffset: 10, rows })]);
    expect(await verifyAll({ topic })).toMatchObject({ findings: [], ranges: 4, superseded: 1 });
    await command(
      `ALTER TABLE events UPDATE payload = '' WHERE topic = '${topic}' AND offset = 9 SETTINGS mutations_sync = 1`,
    );
    const { findings } = await verifyAll({ topic });
    expect(findings.map(({ first, problem }) => [Number(first), problem])).toEqual([
      [0, 'changed'],
      [6, 'changed'],
    ]);
  });

  it('goes on page by page, and answers the same', async () => {
    const whole = await verifyAll({});
    const paged = await verifyAll({}, 2);
    expect(paged.pages).toBeGreaterThan(5);
    expect({ ...paged, pages: 0 }).toEqual({ ...whole, pages: 0 });
    const { nextCursor } = await store.verify({ limit: 1 });
    await expect(store.verify({ limit: 1, topic: 'other', cursor: nextCursor! })).rejects.toMatchObject({
      code: 'SPW-7006',
    });
  });

  it('verifies what was stored in a time', async () => {
    const topic = 'window.orders';
    nowMs += 1_000;
    const fromMs = nowMs;
    await store.append([auditBlock(0, 9, { topic })]);
    nowMs += 1_000;
    await store.append([auditBlock(10, 14, { topic })]);
    expect(await verifyAll({ topic, fromMs, toMs: nowMs })).toMatchObject({ ranges: 1, records: 10 });
    expect(await verifyAll({ topic, fromMs: nowMs })).toMatchObject({ ranges: 1, records: 5 });
    expect(baseMs).toBeLessThan(fromMs);
  });

  it('stops when nobody waits for the answer', async () => {
    await expect(store.verify({ limit: 10 }, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
