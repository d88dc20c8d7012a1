import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditRecordQuery, AuditStore, StoredRecord } from '@spillway/streaming';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, auditRow, baseMs } from '../spec-support/audit-records.js';
import { findRecords } from './find-records.js';
import { PageCursors } from './page-cursor.js';
import { readLimits, type ReadRunner, type ReadStatement } from './read-runner.js';

const hourMs = 60 * 60 * 1000;
const topic = 'pages.orders';

describe('a list of records', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-pages-'));
  let store: AuditStore;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir });
    // Two partitions, several records per moment, four moments per day over three days.
    const rows = (partition: number) =>
      Array.from({ length: 60 }, (_, offset) =>
        auditRow(offset, {
          timestampMs: baseMs + (offset % 12) * 6 * hourMs,
          key: offset % 5 === 0 ? null : Buffer.from(`customer-${offset % 3}`),
          envelope: {
            id: `${partition}-${offset}`,
            source: '/shop',
            correlationId: offset % 10 === 0 ? undefined : `order-${offset % 4}`,
            type: offset % 2 === 0 ? 'retail.orders.OrderPlaced' : 'retail.orders.OrderCancelled',
            time: offset % 4 === 0 ? undefined : new Date(baseMs - offset * hourMs).toISOString(),
          },
        }),
      );
    await store.append([0, 1].map((partition) => auditBlock(0, 59, { topic, partition, rows: rows(partition) })));
    await store.append([0, 1].map((partition) => auditBlock(0, 59, { topic, partition, rows: rows(partition) })));
  });
  afterAll(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const allPages = async (query: Partial<AuditRecordQuery>): Promise<StoredRecord[]> => {
    const records: StoredRecord[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.findRecords({ topic, time: 'record', limit: 7, ...query, cursor });
      records.push(...page.records);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return records;
  };
  const names = (records: readonly StoredRecord[]): string[] =>
    records.map(({ partition, offset }) => `${partition}-${offset}`);

  it.each(['record', 'event'] as const)(
    'shows every record once over all pages, newest first by %s time',
    async (time) => {
      const records = await allPages({ time });
      expect(records.length).toBe(time === 'record' ? 120 : 90);
      expect(new Set(names(records)).size).toBe(records.length);
      const times = records.map((record) => (time === 'record' ? record.timestampMs : record.eventTimeMs!));
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    },
  );

  it('of a group are the records of its own topics', async () => {
    const own = ['retry.1s', 'redrive', 'dlq', 'holds'].map((end) => `group.orders.payments.${end}`);
    const others = ['group.orders', 'group.orders.other-payments.dlq', 'group.orders.payments.retry.1s.other.dlq'];
    const blocks = [...own, ...others].map((name) => auditBlock(0, 0, { topic: name }));
    await store.append(blocks);
    const topicsOf = async (groupId: string) => {
      const { records } = await store.findRecords({ groupId, time: 'record', limit: 50 });
      return records.map((record) => record.topic).sort();
    };
    expect(await topicsOf('payments')).toEqual(own.sort());
    expect(await topicsOf('pay.ents')).toEqual([]);
    expect(await topicsOf('.*')).toEqual([]);
  });

  it('finds a text in payloads as it stands there, and gives that less time than other questions', async () => {
    const odd = '100% _pure_ \\ “é”';
    const rows = [odd, 'other'].map((text, offset) => {
      return auditRow(offset, { payloadJson: Buffer.from(JSON.stringify({ text })) });
    });
    await store.append([auditBlock(0, 1, { topic: 'text.orders', rows })]);
    const found = async (text: string) => {
      const times = { fromMs: baseMs - hourMs, toMs: baseMs + hourMs };
      return names(
        (await store.findRecords({ topic: 'text.orders', text, time: 'record', ...times, limit: 9 })).records,
      );
    };
    expect(await found('100% _pure_')).toEqual(['0-0']);
    expect(await found('“é”')).toEqual(['0-0']);
    expect(await found('%')).toEqual(['0-0']);
    expect(await found('.*')).toEqual([]);
    const asked = await statementsOf({ text: 'x', time: 'record', limit: 9 });
    expect(asked.length).toBe(1);
    expect(asked[0]!.maxExecutionTimeMs).toBeLessThan(readLimits.maxExecutionTimeMs);
  });

  it('reads what is newest, and what is older only as far as a page needs it', async () => {
    const inFirst = await statementsOf({ topic, time: 'record', limit: 9 }, [10]);
    expect(inFirst.map(({ params }) => params!['fromMs'])).toEqual([baseMs - hourMs]);
    const inThree = await statementsOf({ topic, time: 'record', limit: 9 }, [0, 4, 6]);
    expect(inThree.map(({ params }) => [params!['limit'], params!['toMs']])).toEqual([
      [10, undefined],
      [10, baseMs - hourMs],
      [6, baseMs - 8 * hourMs],
    ]);
    // Neither is in the order of time, nor are those that an index finds.
    for (const filter of [{ time: 'event' }, { eventId: 'x' }, { correlationId: 'x' }] as const)
      expect((await statementsOf({ time: 'record', limit: 9, ...filter })).length).toBe(1);
  });

  it('is not moved by records that arrive between two pages', async () => {
    const late = 'late.orders';
    await store.append([auditBlock(0, 9, { topic: late })]);
    const first = await store.findRecords({ topic: late, time: 'record', limit: 5 });
    await store.append([auditBlock(10, 14, { topic: late })]);
    const query = { topic: late, time: 'record', limit: 50, cursor: first.nextCursor! } as const;
    const second = await store.findRecords(query);
    expect(second.records.map(({ offset }) => Number(offset))).toEqual([4, 3, 2, 1, 0]);
  });

  it.each<[string, Partial<AuditRecordQuery>, (record: StoredRecord) => boolean]>([
    ['type', { type: 'retail.orders.OrderCancelled' }, ({ type }) => type === 'retail.orders.OrderCancelled'],
    ['key', { key: 'customer-1' }, ({ key }) => key?.toString() === 'customer-1'],
    ['event id', { eventId: '1-30' }, ({ eventId }) => eventId === '1-30'],
    ['correlation id', { correlationId: 'order-3' }, ({ correlationId }) => correlationId === 'order-3'],
    [
      'record time, from inclusive to exclusive',
      { fromMs: baseMs + 6 * hourMs, toMs: baseMs + 18 * hourMs },
      ({ timestampMs }) => timestampMs >= baseMs + 6 * hourMs && timestampMs < baseMs + 18 * hourMs,
    ],
    [
      'record time, to exclusive',
      { toMs: baseMs + 60 * hourMs },
      ({ timestampMs }) => timestampMs < baseMs + 60 * hourMs,
    ],
    [
      'event time',
      { time: 'event', fromMs: baseMs - 9 * hourMs, toMs: baseMs - 5 * hourMs },
      ({ eventTimeMs }) =>
        eventTimeMs !== null && eventTimeMs >= baseMs - 9 * hourMs && eventTimeMs < baseMs - 5 * hourMs,
    ],
  ])('filters by %s', async (_name, query, fits) => {
    const everything = await allPages({});
    const expected = names(everything.filter(fits)).sort();
    expect(expected.length).toBeGreaterThan(0);
    expect(names(await allPages(query)).sort()).toEqual(expected);
  });

  it('takes what callers send as values, never as a part of the question', async () => {
    for (const text of [
      "' OR 1=1 --",
      '{topic:Identifier}',
      '%_%',
      `x') FORMAT Null SETTINGS readonly=0; --`,
      '\u0000',
    ]) {
      for (const filter of ['topic', 'type', 'key', 'eventId', 'correlationId'] as const) {
        expect(await allPages({ [filter]: text })).toEqual([]);
      }
    }
  });
});

/** What is asked for a page when each answer has that many rows, and none after those. */
async function statementsOf(query: AuditRecordQuery, rows: readonly number[] = []): Promise<readonly ReadStatement[]> {
  const asked: ReadStatement[] = [];
  const row = { timestampMs: 0, offsetText: '0', keyBase64: null };
  const answer = async (statement: ReadStatement): Promise<unknown[]> =>
    Array.from({ length: rows[asked.push(statement) - 1] ?? 0 }, () => row);
  const run = { rows: answer, limits: readLimits } as unknown as ReadRunner;
  await findRecords({ run, cursors: new PageCursors(Buffer.alloc(32)), nowMs: () => baseMs }, query);
  return asked;
}
