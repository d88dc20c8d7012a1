import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { OrderPlaced, deadLetterTopic, knownEvents, ordersTopic } from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { EventPublisher, memoryTransport, silentLogger, systemClock, type EventCodec } from '@spillway/streaming';
import { describedAnswerErrors } from '../../../test/support/described-answer-errors.js';
import { auditedTopics, startAuditApp } from './index.js';

const partitions = 12;
/** What follows orders is not published here. */
const nothingElse = { 'retail.payments': 0, 'retail.fulfilment': 0 };
const inventoryDlq = deadLetterTopic(ordersTopic, 'inventory');

function order(number: number): OrderPlaced {
  return {
    invoiceNo: `${number}`,
    customerId: number % 7 === 0 ? null : `${17_000 + (number % 20)}`,
    country: 'United Kingdom',
    placedAt: new Date(Date.UTC(2010, 11, 1, 8, 26)),
    lines: [{ stockCode: '85123A', description: 'HEART <T-LIGHT> "HOLDER"', quantity: 6, unitPrice: '2.5500' }],
  };
}

interface Json {
  readonly status: number;
  // eslint-disable-next-line -- answers are read as a client reads them
  readonly body: any;
}

describe('the audit app on the in-process log', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-audit-app-'));
  const environment = { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' };
  const transport = memoryTransport();
  let codec: EventCodec;
  let app: RunningApp;
  let publisher: EventPublisher;

  const start = (): Promise<RunningApp> => startAuditApp({ environment, transport, codec, logger: silentLogger });
  const get = async (path: string): Promise<Json> => {
    const response = await fetch(`${app.url}${path}`);
    return { status: response.status, body: await response.json() };
  };
  const untilStored = async (): Promise<void> => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if ((await get('/audit/completeness')).body.complete) return;
      await systemClock.sleep(50);
    }
    throw new Error(`Not complete: ${JSON.stringify((await get('/audit/summary')).body)}`);
  };
  const publish = (number: number, id = `order-${number}`) =>
    publisher.publish(OrderPlaced, order(number), { source: '/retail/import', id, correlationId: `c-${number}` });

  beforeAll(async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    codec = avroCodec({ registry, definitions: knownEvents });
    await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions })));
    publisher = new EventPublisher({
      sink: transport.sink(),
      codec,
      clock: systemClock,
      newId: () => crypto.randomUUID(),
    });
    await Promise.all(Array.from({ length: 300 }, (_, number) => publish(number)));
    app = await start();
    await untilStored();
  });
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('stores every event and says so', async () => {
    expect((await get('/audit/summary')).body).toEqual({
      events: { 'retail.orders': 300, ...nothingElse },
      repeatedEvents: 0,
      records: 300,
      gaps: 0,
      duplicates: 0,
      lag: 0,
      completeUpTo: expect.objectContaining({ complete: expect.any(Boolean) }),
    });
    const { body } = await get('/audit/completeness?topic=retail.orders');
    expect(body.partitions).toHaveLength(partitions);
    for (const partition of body.partitions) {
      expect(partition).toMatchObject({ begin: '0', gaps: [], missing: 0, duplicates: 0, lag: 0 });
      expect(partition.completeUpTo.offset).toBe(partition.end);
      expect(partition.stored).toBe(Number(partition.end));
    }
  });

  it('says of a time alone how complete that is', async () => {
    const stored = (of: Json['body'][]): number => of.reduce((sum, partition) => sum + partition.stored, 0);
    const path = '/audit/completeness?topic=retail.orders';
    const now = new Date(Date.now() + 1_000).toISOString();
    expect(stored((await get(`${path}&from=2010-12-01&to=${now}`)).body.partitions)).toBe(300);
    const { body } = await get(`${path}&from=2010-12-01&to=2010-12-02`);
    expect(body).toMatchObject({ complete: true });
    expect(stored(body.partitions)).toBe(0);
    expect(body.partitions).toMatchObject(Array.from({ length: partitions }, () => ({ begin: '0', end: '0', lag: 0 })));
    const { body: after } = await get(`${path}&from=${now}`);
    for (const { begin, end, stored: records } of after.partitions) expect([end, records]).toEqual([begin, 0]);
  });

  it.each(['written', 'latest', 'stored'])('reads a payload as %s', async (as) => {
    const { body } = await get(`/audit/events/order-8?as=${as}`);
    expect(body.records[0].payload).toMatchObject({ invoiceNo: '8', customerId: '17008' });
    expect((await get(`/audit/events/order-8?as=${as}&limit=1`)).status).toBe(400);
  });

  it('finds what it stored as it stored it', async () => {
    const { body } = await get('/audit/verification?topic=retail.orders');
    expect(body).toMatchObject({ records: 300, droppedRanges: 0, findings: [], nextCursor: null });
    expect(body.ranges).toBeGreaterThan(0);
  });

  it('gives an event with its payload, headers and attributes', async () => {
    const { body } = await get('/audit/events/order-7');
    expect(body.records).toHaveLength(1);
    expect(body.records[0]).toMatchObject({
      topic: 'retail.orders',
      key: 'invoice-7',
      eventId: 'order-7',
      source: '/retail/import',
      type: 'retail.orders.OrderPlaced',
      correlationId: 'c-7',
      kind: 'event',
      reason: null,
      payload: {
        invoiceNo: '7',
        customerId: null,
        placedAt: '2010-12-01T08:26:00.000Z',
        lines: [{ unitPrice: '2.5500', description: 'HEART <T-LIGHT> "HOLDER"' }],
      },
    });
    expect(body.records[0].headers).toContainEqual({ name: 'ce_id', value: 'order-7' });
    expect(typeof body.records[0].offset).toBe('string');
  });

  it.each(['a/b?c#d%2Fe f', 'ü'.repeat(128), "'; DROP TABLE events; --", '../completeness', '%'])(
    'finds an event by any id that an event may have: %s',
    async (id) => {
      await publish(7, id);
      await untilStored();
      const { status, body } = await get(`/audit/events/${encodeURIComponent(id)}`);
      expect({ status, ids: body.records?.map(({ eventId }: { eventId: string }) => eventId) }).toEqual({
        status: 200,
        ids: [id],
      });
      const { body: list } = await get(`/audit/events?eventId=${encodeURIComponent(id)}`);
      expect(list.records).toHaveLength(1);
    },
  );

  it('lists records page by page, newest first', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(`/audit/events?topic=retail.orders&limit=90${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.records.map((record: { eventId: string }) => record.eventId));
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(305);
    expect(seen).toHaveLength(305);
  });

  it('41 keeps what does not decode with its bytes and the reason, tombstones and dead letters too', async () => {
    const value = Buffer.from([9, 9, 9, 0xff]);
    const headers = { ce_id: 'poison-1', ce_source: '/x', ce_type: 'retail.orders.OrderPlaced', 'x-twice': ['a', 'b'] };
    await transport.sink().append({ topic: ordersTopic, key: Buffer.from('k'), value, headers });
    await transport.sink().append({ topic: ordersTopic, key: Buffer.from([0xff]), value: null, headers: {} });
    await transport.sink().append({ topic: inventoryDlq, key: Buffer.from('k'), value, headers });
    await untilStored();
    const { body } = await get('/audit/events/poison-1');
    expect(body.records.map((record: { topic: string }) => record.topic).sort()).toEqual([ordersTopic, inventoryDlq]);
    for (const record of body.records) {
      expect(record).toMatchObject({ kind: 'undecodable', payload: null, valueBase64: value.toString('base64') });
      expect(record.reason).toContain('SPW-3001');
      expect(record.headers.filter(({ name }: { name: string }) => name === 'x-twice')).toEqual([
        { name: 'x-twice', value: 'a' },
        { name: 'x-twice', value: 'b' },
      ]);
    }
    const { body: list } = await get('/audit/events?topic=retail.orders&limit=5');
    const tombstone = list.records.find(({ kind }: { kind: string }) => kind === 'tombstone');
    expect(tombstone).toMatchObject({ key: { base64: '/w==' }, valueSizeBytes: null, eventId: null });
  });

  it('counts an event that lies in the log twice once, keeps both records, and goes on after a restart', async () => {
    const { body: before } = await get('/audit/summary');
    await publish(7);
    await untilStored();
    await app.close();
    await publish(1_000);
    app = await start();
    await untilStored();
    expect((await get('/audit/summary')).body).toEqual({
      ...before,
      completeUpTo: expect.anything(),
      events: { 'retail.orders': before.events['retail.orders'] + 1, ...nothingElse },
      repeatedEvents: before.repeatedEvents + 1,
      records: before.records + 2,
    });
    expect((await get('/audit/events/order-7')).body.records).toHaveLength(2);
  });

  it('fills what its table lacks although the group has committed past it', async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'spillway-audit-app-'));
    await app.close();
    app = await startAuditApp({
      environment: { ...environment, SPILLWAY_DATA_DIR: fresh },
      transport,
      codec,
      logger: silentLogger,
    });
    await untilStored();
    const { body } = await get('/audit/summary');
    await app.close();
    app = await start();
    rmSync(fresh, { recursive: true, force: true });
    expect(body).toEqual({ ...(await get('/audit/summary')).body, completeUpTo: body.completeUpTo });
  });

  it.each([
    ['a limit below zero', 'limit=-1'],
    ['a limit in exponent form', 'limit=1e9'],
    ['a hexadecimal limit', 'limit=0x10'],
    ['a limit over the highest', 'limit=1001'],
    ['no limit', 'limit='],
    ['a limit as an object', 'limit[$gt]=1'],
    ['a limit as a list', 'limit[]=1'],
    ['a repeated parameter', 'limit=1&limit=2'],
    ['an unknown parameter', 'offset=5'],
    ['a column for the order', 'orderBy=key'],
    ['a format', 'FORMAT=CSV'],
    ['a setting', 'settings=readonly%3D0'],
    ['a reversed range', 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'],
    ['an empty range', 'from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z'],
    ['a time without zone', 'from=2026-01-01T00:00:00'],
    ['a time of another calendar', 'from=9999-01-01T00:00:00Z'],
    ['a day that does not exist', 'from=2026-02-30T00:00:00Z'],
    ['another meaning of time', 'time=offset'],
    ['10 KB of text', `key=${'x'.repeat(10_000)}`],
    ['SQL as a topic', 'topic=events%3B%20DROP%20TABLE%20events'],
    ['text that is not UTF-8', 'key=%ff'],
    ['a cursor of nobody', 'cursor=abc.def'],
    ['a cursor with its filters changed', 'CURSOR&topic=retail.orders'],
    ['a cursor that was changed', 'CURSORx'],
  ])('refuses %s', async (_name, query) => {
    const { body: page } = await get('/audit/events?limit=1');
    const { status, body } = await get(`/audit/events?${query.replace('CURSOR', `limit=1&cursor=${page.nextCursor}`)}`);
    expect({ status, code: body.errorCode }).toEqual({
      status: 400,
      code: query.toLowerCase().includes('cursor') ? 'SPW-7006' : 'SPW-4010',
    });
    expect(JSON.stringify(body)).not.toMatch(/\bat .*\.ts|DROP TABLE|xxxx/);
  });

  it.each([
    ['get /audit/events', '/audit/events?limit=500', 200],
    ['get /audit/events', '/audit/events?limit=0', 400],
    ['get /audit/events/{id}', '/audit/events/order-7', 200],
    ['get /audit/events/{id}', '/audit/events/poison-1', 200],
    ['get /audit/events/{id}', '/audit/events/order-7?limit=1', 400],
    ['get /audit/events/{id}', '/audit/events/a%0Ab', 400],
    ['get /audit/events/{id}', '/audit/events/order-7?source=%2Fretail%2Fimport', 200],
    ['get /audit/events/{id}', '/audit/events/order-7?source=%2Fother', 404],
    ['get /audit/events/{id}', '/audit/events/poison-1?as=written', 200],
    ['get /audit/events/{id}', '/audit/events/order-7?as=json', 400],
    ['get /audit/events/{id}', '/audit/events/nobody', 404],
    ['get /audit/events/{id}', `/audit/events/${'x'.repeat(600)}`, 414],
    ['get /audit/completeness', '/audit/completeness', 200],
    ['get /audit/completeness', '/audit/completeness?topic=other', 404],
    ['get /audit/verification', '/audit/verification', 200],
    ['get /audit/verification', '/audit/verification?topic=other', 200],
    ['get /audit/verification', '/audit/verification?limit=0', 400],
    ['get /audit/summary', '/audit/summary', 200],
    ['get /audit/summary', '/audit/summary?topic=retail.orders', 400],
  ])('answers %s as its description says: %s', async (route, path, status) => {
    const { body: description } = await get('/docs-json');
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(describedAnswerErrors(description, { route, status, body: answer.body })).toEqual([]);
  });

  it('answers 404 for an event and a topic it does not have', async () => {
    expect(await get('/audit/events/nobody')).toMatchObject({ status: 404, body: { errorCode: 'SPW-7007' } });
    expect(await get('/audit/completeness?topic=other')).toMatchObject({ status: 404 });
    expect(await get(`/audit/events/${'x'.repeat(300)}`)).toMatchObject({ status: 400 });
  });

  it('refuses to share its group while its store is its own', async () => {
    await app.close();
    const stranger = transport.source({ groupId: 'audit', topics: auditedTopics, startFrom: 'beginning' });
    const ignore = async () => {};
    await stranger.start({ onAssigned: async () => [], onRevoking: ignore, onBatch: ignore, onError: ignore });
    await expect(start()).rejects.toMatchObject({ code: 'SPW-7009' });
    await stranger.stop();
    app = await start();
    await untilStored();
  });

  it('describes its parameters at /docs', async () => {
    const { body } = await get('/docs-json');
    const { parameters } = body.paths['/audit/events'].get;
    expect(parameters.map(({ name }: { name: string }) => name).sort()).toEqual([
      'correlationId',
      'cursor',
      'eventId',
      'from',
      'group',
      'key',
      'limit',
      'text',
      'time',
      'to',
      'topic',
      'type',
    ]);
    expect(Object.keys(body.paths)).toContain('/audit/completeness');
  });
});
