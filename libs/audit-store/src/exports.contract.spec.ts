import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  systemClock,
  type AuditRow,
  type AuditStore,
  type ExportFormat,
  type ExportQuery,
  type RecordExport,
} from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { exportRecords } from './query/export/export-records.js';
import { ReadRunner, exportReadLimits } from './query/read-runner.js';
import { auditBlock, auditRow, baseMs } from './spec-support/audit-records.js';
import { clickHouseHttpServer, type ClickHouseHttpServer } from './spec-support/clickhouse-http-server.js';

const topic = 'export.orders';
const hourMs = 60 * 60 * 1000;
const formula = '=cmd()';

/** Four hours, two partitions, the second hour larger than a page; one odd record of each kind at the end. */
function rowsOf(partition: number): readonly AuditRow[] {
  const rows = Array.from({ length: 60 }, (_, offset) =>
    auditRow(offset, {
      timestampMs:
        baseMs + (offset < 10 ? 0 : offset < 45 ? hourMs : offset < 50 ? 2 * hourMs : 30 * hourMs) + (offset % 7),
      payloadJson: Buffer.from(`{"n":12345678901234567890.00,"p":${partition}}`),
    }),
  );
  rows[57] = auditRow(57, {
    timestampMs: baseMs + 31 * hourMs,
    key: Buffer.from([0xff]),
    envelope: { id: formula, type: 't' },
  });
  rows[58] = auditRow(58, {
    timestampMs: baseMs + 31 * hourMs,
    key: null,
    value: null,
    payloadJson: null,
    kind: 'tombstone',
    schemaId: null,
  });
  rows[59] = auditRow(59, {
    timestampMs: baseMs + 31 * hourMs,
    envelope: { id: 'a"b\nc', subject: 'ü, "x"' },
    payloadJson: null,
    kind: 'undecodable',
    reason: 'SPW-3001',
  });
  return rows;
}

async function bytesOf({ chunks }: RecordExport): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

describe.each(['inside the process', 'on a server'] as const)('an export from a store %s', (where) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-export-'));
  let engine: AuditConnections | undefined;
  let server: ClickHouseHttpServer | undefined;
  let store: AuditStore;

  beforeAll(async () => {
    if (where === 'on a server') {
      engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
      server = await clickHouseHttpServer(engine);
    }
    store = await openAuditStore(server === undefined ? { dataDir } : { clickhouseUrl: server.url });
    const blocks = [0, 1].map((partition) => auditBlock(0, 59, { topic, partition, rows: rowsOf(partition) }));
    await store.append([...blocks, auditBlock(0, 9, { topic: 'other.orders' })]);
    await store.append(blocks);
  });
  afterAll(async () => {
    await store.close();
    await server?.close();
    await engine?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const exported = async (format: ExportFormat, query: Partial<ExportQuery> = {}) => {
    const records = await store.exportRecords({ topic, time: 'record', ...query }, format);
    const bytes = await bytesOf(records);
    return { bytes, rows: records.rows };
  };
  const linesOf = (bytes: Buffer): string[] => bytes.toString().trimEnd().split('\n');
  const places = (lines: readonly string[]): string[] =>
    lines
      .map((line) => JSON.parse(line) as { partition: number; offset: string })
      .map(({ partition, offset }) => `${partition}/${offset}`);

  it('holds every record once, hour by hour, in each by partition and offset', async () => {
    const { bytes, rows } = await exported('ndjson');
    const inHours = [range(0, 10), range(10, 45), range(45, 50), range(50, 57), range(57, 60)];
    const expected = inHours.flatMap((offsets) =>
      [0, 1].flatMap((partition) => offsets.map((offset) => `${partition}/${offset}`)),
    );
    expect(places(linesOf(bytes))).toEqual(expected);
    expect(rows).toBe(120);
  });

  it('says in NDJSON what the record says, numbers with all their digits', async () => {
    const lines = linesOf((await exported('ndjson')).bytes);
    expect(lines[0]).toContain('"payload":{"n":12345678901234567890.00,"p":0}}');
    expect(JSON.parse(lines[0]!)).toMatchObject({
      topic,
      partition: 0,
      offset: '0',
      topicId: 'life-1',
      timestamp: '2026-03-01T10:00:00.000Z',
      eventTime: '2026-03-01T09:59:00.000Z',
      keyBase64: Buffer.from('customer-0').toString('base64'),
      eventId: 'event-0',
      schemaId: 7,
      kind: 'event',
    });
    expect(JSON.parse(lines.at(-2)!)).toMatchObject({
      kind: 'tombstone',
      keyBase64: null,
      schemaId: null,
      payload: null,
    });
  });

  it('82 writes CSV that a spreadsheet shows and does not run', async () => {
    const { bytes, rows } = await exported('csv');
    const text = bytes.toString();
    expect(rows).toBe(120);
    expect(text.split('\r\n')).toHaveLength(122);
    expect(text.split('\r\n')[0]).toBe(
      'topic,partition,offset,topicId,timestamp,eventTime,key,keyBase64,eventId,source,type,subject,correlationId,causationId,traceId,schemaId,kind,reason,payload',
    );
    expect(text.split('\r\n')[1]).toBe(
      `"${topic}",0,0,"life-1",2026-03-01T10:00:00.000Z,2026-03-01T09:59:00.000Z,"customer-0",,"event-0","/shop","retail.orders.OrderPlaced","","","","",7,event,"","{""n"":12345678901234567890.00,""p"":0}"`,
    );
    expect(text).toContain(`,,"/w==","'=cmd()",`);
    expect(text).not.toMatch(/,"?=cmd/);
    expect(text).toContain('"a""b\nc"');
  });

  it('writes Parquet that reads back the same', async () => {
    const { bytes, rows } = await exported('parquet');
    expect(rows).toBe(120);
    const { bytes: lines } = await exported('ndjson');
    expect(readdirSync(join(dataDir, 'staging')).filter((name) => name.endsWith('.parquet'))).toEqual([]);
    const reader = createClient({ connection: createChdbConnection({ path: join(dataDir, 'clickhouse') }) as never });
    const file = join(dataDir, 'read-back.parquet');
    writeFileSync(file, bytes);
    const query = `SELECT partition, offset, timestamp, keyBase64, eventId, schemaId, payload FROM file('${file}', Parquet)`;
    const back = await (await reader.query({ query, format: 'JSONEachRow' })).json<Record<string, unknown>>();
    await reader.close();
    expect(back).toEqual(
      linesOf(lines).map((line) => {
        const { partition, offset, timestamp, keyBase64, eventId, schemaId } = JSON.parse(line) as Record<
          string,
          unknown
        >;
        const payload = line.slice(line.indexOf('"payload":') + '"payload":'.length, -1);
        return {
          partition,
          offset,
          timestamp,
          keyBase64,
          eventId,
          schemaId,
          payload: payload === 'null' ? '' : payload,
        };
      }),
    );
  });

  it.each<[string, Partial<ExportQuery>, number]>([
    ['a key', { key: 'customer-1' }, 38],
    ['a time of record', { fromMs: baseMs + hourMs, toMs: baseMs + 2 * hourMs }, 70],
    ['a time of event', { time: 'event', toMs: baseMs - 60_000 + 5 }, 10],
    ['nothing that fits', { eventId: 'nobody' }, 0],
  ])('holds what the filters fit: %s', async (_name, query, expected) => {
    const { bytes, rows } = await exported('ndjson', query);
    expect(rows).toBe(expected);
    expect(bytes.toString().split('\n')).toHaveLength(expected + 1);
    expect((await exported('parquet', query)).rows).toBe(expected);
  });
});

describe('an export past a limit', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-export-'));
  let store: AuditStore;
  let connections: AuditConnections;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir });
    await store.append([auditBlock(0, 59, { topic, rows: rowsOf(0) })]);
    await store.close();
    connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 5_000, clock: systemClock });
  });
  afterAll(async () => {
    await connections.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  let next = 0;
  const run = (changes: Partial<typeof exportReadLimits> = {}) =>
    new ReadRunner(connections, () => `export-${next++}`, { ...exportReadLimits, ...changes });
  const query = { topic, time: 'record' } as const;

  it('is refused before its first byte when it holds too many records', async () => {
    const limits = { maxRows: 59, pageRows: 10 };
    await expect(exportRecords(run(), query, 'csv', { limits })).rejects.toMatchObject({ code: 'SPW-7010' });
    await expect(exportRecords(run(), query, 'parquet', { limits })).rejects.toMatchObject({ code: 'SPW-7010' });
  });

  it('reads an hour larger than a page page by page', async () => {
    const records = await exportRecords(run(), query, 'ndjson', { limits: { maxRows: 60, pageRows: 7 } });
    const lines = (await bytesOf(records)).toString().trimEnd().split('\n');
    expect(lines.map((line) => Number((JSON.parse(line) as { offset: string }).offset))).toEqual(range(0, 60));
  });

  it('takes smaller pages when records are large', async () => {
    const records = await exportRecords(run({ maxResultBytes: 3_000 }), query, 'ndjson', {
      limits: { maxRows: 60, pageRows: 50 },
    });
    expect((await bytesOf(records)).toString().trimEnd().split('\n')).toHaveLength(60);
  });

  it('throws in the middle when a record does not fit at all, and gives no end', async () => {
    const records = await exportRecords(run({ maxResultBytes: 100 }), query, 'csv', {
      limits: { maxRows: 60, pageRows: 50 },
    });
    await expect(bytesOf(records)).rejects.toMatchObject({ code: 'SPW-7005' });
  });

  it('makes no more files while two are not read to their end', async () => {
    const reader = run();
    const ask = () => exportRecords(reader, query, 'parquet');
    const [first, second] = [await ask(), await ask()];
    await expect(ask()).rejects.toMatchObject({ code: 'SPW-7015' });
    await bytesOf(first);
    const third = await ask();
    const left = third.chunks[Symbol.asyncIterator]();
    await left.next();
    await left.return!();
    await bytesOf(await ask());
    await bytesOf(second);
  });

  it('leaves no file behind when its asker goes', async () => {
    const gone = new AbortController();
    const records = await exportRecords(run(), query, 'parquet', { signal: gone.signal });
    expect(readdirSync(join(dataDir, 'staging'))).toEqual([]);
    gone.abort();
    await expect(bytesOf(records)).rejects.toThrow();
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
