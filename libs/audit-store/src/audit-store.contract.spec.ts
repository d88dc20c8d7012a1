import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditStore } from '@spillway/streaming';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, auditRow, baseMs, loggedPartition } from './spec-support/audit-records.js';

describe('the audit store', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-audit-'));
  let store: AuditStore;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir });
  });
  afterAll(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const coverageOf = async (topic: string, endOffset: bigint, beginOffset = 0n) => {
    const [coverage] = await store.coverage([loggedPartition({ topic, beginOffset, endOffset })]);
    return coverage!;
  };

  it('keeps a record once, however often and in whatever blocks it is written', async () => {
    const topic = 'repeat.orders';
    await store.append([auditBlock(0, 99, { topic })]);
    await store.append([auditBlock(0, 99, { topic })]);
    await store.append([auditBlock(40, 139, { topic }), auditBlock(90, 120, { topic })]);
    expect(await coverageOf(topic, 140n)).toMatchObject({
      storedRecords: 140,
      duplicates: 0,
      gaps: [],
      missingRecords: 0,
      completeUpTo: { nextOffset: 140n, timeMs: baseMs + 139 },
      resumeOffset: 140n,
    });
  });

  it('reports what is missing as offset ranges, and where to read on', async () => {
    const topic = 'gaps.orders';
    await store.append([auditBlock(10, 19, { topic }), auditBlock(30, 39, { topic }), auditBlock(50, 50, { topic })]);
    expect(await coverageOf(topic, 60n, 12n)).toMatchObject({
      storedRecords: 21,
      gaps: [
        { first: 20n, last: 29n },
        { first: 40n, last: 49n },
      ],
      missingRecords: 20,
      completeUpTo: { nextOffset: 20n, timeMs: baseMs + 19 },
      resumeOffset: 20n,
    });
  });

  it('takes the beginning of the log for a gap until it is stored', async () => {
    const topic = 'late.orders';
    await store.append([auditBlock(5, 9, { topic })]);
    expect(await coverageOf(topic, 10n)).toMatchObject({ gaps: [{ first: 0n, last: 4n }], resumeOffset: 0n });
    expect(await coverageOf(topic, 10n, 5n)).toMatchObject({ gaps: [], resumeOffset: 10n });
  });

  it('does not ask again for what the log no longer has, yet says that it is missing', async () => {
    const topic = 'trimmed.orders';
    await store.append([auditBlock(0, 4, { topic }), auditBlock(10, 19, { topic })]);
    expect(await coverageOf(topic, 20n, 10n)).toMatchObject({
      gaps: [{ first: 5n, last: 9n }],
      completeUpTo: { nextOffset: 5n },
      resumeOffset: 20n,
    });
  });

  it('tells offsets that never held a record from records that are gone', async () => {
    const topic = 'control.orders';
    const rows = [0, 1, 4, 5].map((offset) => auditRow(offset));
    await store.append([auditBlock(0, 0, { topic, firstOffset: 0, lastOffset: 6, rows })]);
    await store.append([auditBlock(10, 12, { topic })]);
    expect(await coverageOf(topic, 13n)).toMatchObject({ gaps: [{ first: 7n, last: 9n }], missingRecords: 3 });
  });

  it('counts a partition that holds nothing but control records as complete', async () => {
    const topic = 'empty.orders';
    await store.append([auditBlock(0, -1, { topic, firstOffset: 0, lastOffset: 3, rows: [] })]);
    expect(await coverageOf(topic, 4n)).toMatchObject({ storedRecords: 0, gaps: [], resumeOffset: 4n });
  });

  it('starts from the beginning of the log for a recreated topic, and keeps both lives', async () => {
    const topic = 'again.orders';
    await store.append([auditBlock(0, 9, { topic }), auditBlock(0, 3, { topic, topicId: 'life-2' })]);
    const [coverage] = await store.coverage([loggedPartition({ topic, topicId: 'life-2', endOffset: 8n })]);
    expect(coverage).toMatchObject({ storedRecords: 4, resumeOffset: 4n });
    expect(await store.coverage([loggedPartition({ topic, topicId: 'life-3', endOffset: 8n })])).toMatchObject([
      { storedRecords: 0, resumeOffset: 0n },
    ]);
  });

  it('keeps two lots of other rows under ranges that are equal', async () => {
    const topic = 'other.orders';
    const other = (id: string) => [auditRow(0, { envelope: { id, source: '/shop', type: 't' } })];
    await store.append([auditBlock(0, 0, { topic, rows: other('first') })]);
    await store.append([auditBlock(0, 0, { topic, partition: 1, rows: other('second') })]);
    const { records } = await store.findRecords({ topic, time: 'record', limit: 10 });
    expect(records.map(({ eventId }) => eventId)).toEqual(['second', 'first']);
  });

  it('counts events by source and id over main topics, and records over all', async () => {
    const before = await store.totals();
    const topic = 'totals.orders';
    const again = auditRow(2, { envelope: { id: 'event-0', source: '/shop', type: 't' } });
    const elsewhere = auditRow(3, { envelope: { id: 'event-0', source: '/other', type: 't' } });
    const nameless = auditRow(4, { envelope: {}, kind: 'undecodable', reason: 'SPW-3001' });
    const rows = [auditRow(0), auditRow(1), again, elsewhere, nameless];
    await store.append([auditBlock(0, 4, { topic, rows })]);
    await store.append([auditBlock(0, 1, { topic: `${topic}.stock.dlq` })]);
    const after = await store.totals();
    expect(after.events[topic]).toBe(3);
    expect(after.events).not.toHaveProperty([`${topic}.stock.dlq`]);
    expect(after.repeatedEvents - before.repeatedEvents).toBe(1);
    expect(after.records - before.records).toBe(7);
  });

  it('71 gives all records of an event with bytes, headers and payload as they were', async () => {
    const id = `it's \\ "odd" {x:Identifier} \u0000 ü`;
    const value = Buffer.from([0, 0xff, 0xfe, 10, 13, 0x27]);
    const key = Buffer.from([0x80, 0]);
    const headers = { 'x-repeat': ['1', Buffer.from([0xc3]), '1'], empty: '', 'x-önë': Buffer.from('v') };
    const envelope = { id, source: '/shop', type: 't', subject: `'; DROP TABLE events; --` };
    const odd = auditRow(0, { headers, key, value, envelope, payloadJson: Buffer.from('{"a":[1,"\\u0000"]}') });
    const gone = auditRow(1, {
      value: null,
      key: null,
      envelope,
      payloadJson: null,
      kind: 'tombstone',
      schemaId: null,
    });
    await store.append([auditBlock(0, 1, { topic: 'bytes.orders', rows: [odd, gone] })]);
    const [first, second, ...rest] = await store.recordsOfEvent(id);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ key, value, eventId: id, subject: envelope.subject, payload: { a: [1, '\u0000'] } });
    expect(first!.headers).toEqual([
      { name: 'x-repeat', value: Buffer.from('1') },
      { name: 'x-repeat', value: Buffer.from([0xc3]) },
      { name: 'x-repeat', value: Buffer.from('1') },
      { name: 'empty', value: Buffer.alloc(0) },
      { name: 'x-önë', value: Buffer.from('v') },
    ]);
    expect(second).toMatchObject({ key: null, value: null, kind: 'tombstone', payload: null, schemaId: null });
  });

  it('63 clamps what its calendar cannot hold and marks it', async () => {
    const topic = 'times.orders';
    const times = [-1, Number.NaN, 2 ** 63, 1.5, baseMs];
    const rows = times.map((timestampMs, offset) => auditRow(offset, { timestampMs, envelope: { time: 'yesterday' } }));
    await store.append([auditBlock(0, 4, { topic, rows })]);
    const { records } = await store.findRecords({ topic, time: 'record', limit: 10 });
    const byOffset = records.toSorted((a, b) => Number(a.offset - b.offset));
    expect(byOffset.map(({ timestampMs }) => timestampMs)).toEqual([0, 0, Date.UTC(2100, 0, 1), 1, baseMs]);
    expect(byOffset.map(({ timestampClamped }) => timestampClamped)).toEqual([true, true, true, true, false]);
    expect(byOffset.every(({ eventTimeMs }) => eventTimeMs === null)).toBe(true);
    expect(byOffset[0]!.reason).toContain('-1');
  });

  it('70 writes records of more days than one insert may hold', async () => {
    const topic = 'days.orders';
    const dayMs = 24 * 60 * 60 * 1000;
    const rows = Array.from({ length: 250 }, (_, day) => auditRow(day, { timestampMs: baseMs - day * dayMs }));
    await store.append([auditBlock(0, 249, { topic, rows })]);
    expect(await coverageOf(topic, 250n)).toMatchObject({ storedRecords: 250, gaps: [], duplicates: 0 });
  });

  it('67 refuses a position that no log can hold, before anything is written', async () => {
    const topic = 'range.orders';
    const refused = store.append([auditBlock(0, 1, { topic, rows: [auditRow(0), auditRow(-1)] })]);
    await expect(refused).rejects.toMatchObject({ code: 'SPW-7004' });
    await expect(store.append([auditBlock(0, 0, { topic, partition: 2 ** 32 })])).rejects.toMatchObject({
      code: 'SPW-7004',
    });
    expect(await coverageOf(topic, 2n)).toMatchObject({ storedRecords: 0 });
  });

  it('stops a question whose asker has gone', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(store.totals(gone)).rejects.toThrow('gone');
    await expect(store.totals()).resolves.toBeDefined();
  });
});
