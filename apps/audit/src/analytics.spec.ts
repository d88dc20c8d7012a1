import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import {
  OrderCancelled,
  OrderPlaced,
  deadLetterTopic,
  knownEvents,
  ordersTopic,
  redriveTopic,
  retryTopic,
  spillwayHeaders,
} from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { EventPublisher, memoryTransport, silentLogger, systemClock } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import * as fc from 'fast-check';
import { describedAnswerErrors } from '../../../test/support/described-answer-errors.js';
import { boardNames } from './analytics/boards.js';
import { auditedTopics, startAuditApp } from './index.js';

interface Json {
  readonly status: number;
  // eslint-disable-next-line -- answers are read as a client reads them
  readonly body: any;
}

const day = { from: '2010-12-01T00:00:00Z', to: '2010-12-02T00:00:00Z' };
const inDay = `from=${day.from}&to=${day.to}`;
const line = (stockCode: string, quantity: number, unitPrice: string) => ({
  stockCode,
  description: `NAME OF ${stockCode}`,
  quantity,
  unitPrice,
});

describe('the boards of the audit app', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-boards-'));
  const transport = memoryTransport();
  let app: RunningApp;

  const call = async (path: string, init?: RequestInit): Promise<Json> => {
    const response = await fetch(`${app.url}${path}`, init);
    return { status: response.status, body: await response.json() };
  };
  const get = (path: string) => call(`/analytics${path}`);
  const post = (body: unknown) =>
    call('/analytics/query', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    const codec = avroCodec({ registry, definitions: knownEvents });
    const sink = transport.sink();
    await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 2 })));
    const publisher = new EventPublisher({ sink, codec, clock: systemClock, newId: () => crypto.randomUUID() });
    const source = '/retail/import';
    const time = new Date(Date.UTC(2010, 11, 1, 8, 26));
    for (let number = 0; number < 30; number += 1) {
      const lines = [line('85123A', 2, '2.5500'), line('71053', 1, '0.1000')];
      const order = { invoiceNo: `${number}`, customerId: `${number % 3}`, placedAt: time, lines };
      const country = number % 3 === 0 ? 'France' : 'EIRE';
      await publisher.publish(OrderPlaced, { ...order, country }, { source, id: `o-${number}`, time });
      // Once more, as after a crash: another record of the same event.
      if (number < 5) await publisher.publish(OrderPlaced, { ...order, country }, { source, id: `o-${number}`, time });
    }
    const note = { invoiceNo: 'C1', customerId: null, country: 'EIRE', cancelledAt: time };
    const cancelled = { ...note, lines: [line('85123A', -3, '2.5500')] };
    await publisher.publish(OrderCancelled, cancelled, { source, id: 'c-1', time });
    const letter = { key: Buffer.from('1'), value: Buffer.from([9]), headers: { ce_id: 'x' } };
    await sink.append({ ...letter, topic: deadLetterTopic(ordersTopic, 'payments') });
    const back = { [spillwayHeaders.redriveJob]: 'job', [spillwayHeaders.attempt]: '0' };
    await sink.append({ ...letter, topic: retryTopic(ordersTopic, 'payments', '1s'), headers: back });
    const later = { ...back, [spillwayHeaders.attempt]: '1' };
    await sink.append({ ...letter, topic: retryTopic(ordersTopic, 'payments', '10s'), headers: later });
    await sink.append({
      ...letter,
      topic: redriveTopic(ordersTopic, 'revenue'),
      headers: { ...back, ce_source: '/x', ce_id: 'r' },
    });
    const environment = { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' };
    app = await startAuditApp({ environment, transport, codec, logger: silentLogger });
    for (let attempt = 0; attempt < 300 && !(await call('/audit/completeness')).body.complete; attempt += 1) {
      await systemClock.sleep(50);
    }
  });
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('show what was published', async () => {
    const { body: volume } = await get('/volume');
    const types = volume.rows.map(({ type, records }: { type: string; records: number }) => [type, records]);
    expect(Object.fromEntries(types)).toMatchObject({
      'retail.orders.OrderPlaced': 35,
      'retail.orders.OrderCancelled': 1,
    });
    expect(volume).toMatchObject({ board: 'volume', interval: 'hour', truncated: false });
    const { body: versions } = await get('/schema-versions?interval=day');
    expect(versions.rows).toContainEqual(
      expect.objectContaining({ type: 'retail.orders.OrderPlaced', schemaId: expect.any(Number), records: 35 }),
    );
    const { body: delay } = await get('/ingestion-delay');
    expect(delay.rows[0]).toMatchObject({ records: 40 });
    expect(delay.rows[0].p50Ms).toBeLessThanOrEqual(delay.rows[0].p99Ms);
    const { body: letters } = await get('/dead-letters');
    const counts = letters.rows.map(({ topic, group, parked, sentBack }: Record<string, unknown>) => ({
      ...{ topic, group, parked, sentBack },
    }));
    expect(counts).toHaveLength(2);
    expect(counts).toContainEqual({ topic: ordersTopic, group: 'payments', parked: 1, sentBack: 1 });
    expect(counts).toContainEqual({ topic: ordersTopic, group: 'revenue', parked: 0, sentBack: 1 });
    const { body: keys } = await get('/top-keys?limit=1');
    expect(keys).toMatchObject({
      truncated: true,
      rows: [{ topic: ordersTopic, key: '0', records: 12, recordsAtMost: 12 }],
    });
  });

  it('show sales by the time of the order, each event once, amounts exact', async () => {
    const time = '2010-12-01T00:00:00.000Z';
    const byDays = '/revenue?from=2010-12-01&to=2010-12-02&interval=day';
    expect((await get(byDays)).body.rows).toEqual((await get(`/revenue?${inDay}&interval=day`)).body.rows);
    expect((await get(`/revenue?${inDay}&interval=day`)).body.rows).toEqual([
      { time, country: 'EIRE', revenue: '96.3500', orders: 20 },
      { time, country: 'France', revenue: '52.0000', orders: 10 },
    ]);
    expect((await get(`/products?${inDay}`)).body.rows).toEqual([
      { product: '85123A', sold: '153.0000', quantity: 60, returned: 3, name: 'NAME OF 85123A' },
      { product: '71053', sold: '3.0000', quantity: 30, returned: 0, name: 'NAME OF 71053' },
    ]);
    expect((await get(`/cancellations?${inDay}&interval=day`)).body.rows).toEqual([
      { time, orders: 30, cancellations: 1, cancelled: '-7.6500' },
    ]);
    // Without a range: the last month that has any.
    expect((await get('/cancellations?interval=day')).body).toMatchObject({
      to: day.to.replace('Z', '.000Z'),
      rows: [{}],
    });
  });

  it('say up to when they are complete, and which hours hold anything', async () => {
    await waitUntil('the store has all', async () => (await get('')).body.completeUpTo.complete === true, 20_000);
    const { body } = await get('');
    expect(body.completeUpTo).toMatchObject({ complete: true });
    expect(Date.parse(body.completeUpTo.time)).toBeGreaterThan(Date.now() - 60_000);
    expect(body.spans.event).toEqual({ from: '2010-12-01T08:00:00.000Z', to: '2010-12-01T09:00:00.000Z' });
    expect(body.boards.map(({ name }: { name: string }) => name)).toEqual(boardNames);
    expect((await get('/volume')).body.completeUpTo).toMatchObject({ complete: true });
  });

  it('answer questions from the allow-list', async () => {
    const { body } = await post({
      subject: 'sales',
      measures: ['orders', 'revenue'],
      groupBy: ['country'],
      filter: { country: ['France', "'; DROP TABLE events; --"] },
      ...day,
    });
    expect(body).toMatchObject({ interval: null, rows: [{ country: 'France', orders: 10, revenue: '52.0000' }] });
    const versions = { subject: 'records', measures: ['records'], groupBy: ['kind'], filter: { schemaId: ['4711'] } };
    expect((await post(versions)).body.rows).toEqual([]);
    const undecodable = { subject: 'records', measures: ['records'], filter: { kind: ['undecodable'] } };
    expect((await post(undecodable)).body.rows).toEqual([{ records: 4 }]);
  });

  it.each([
    ['no such board', '/nothing', 404],
    ['a board of the prototype', '/constructor', 404],
    ['SQL as a board', '/volume%27%20UNION%20SELECT%201', 404],
    ['a limit below zero', '/volume?limit=-1', 400],
    ['a limit in exponent form', '/volume?limit=1e9', 400],
    ['a hexadecimal limit', '/volume?limit=0x10', 400],
    ['a limit as an object', '/volume?limit[$gt]=1', 400],
    ['a repeated parameter', '/volume?limit=1&limit=2', 400],
    ['an unknown parameter', '/volume?groupBy=key', 400],
    ['a column for the order', '/volume?orderBy=value', 400],
    ['a tenant that is not the caller', '/volume?tenant=other', 400],
    ['a format', '/volume?FORMAT=CSV', 400],
    ['settings', '/volume?SETTINGS=readonly%3D0', 400],
    ['a format behind an interval', '/volume?interval=day%20FORMAT%20CSV', 400],
    ['an interval of nothing', '/volume?interval=0', 400],
    ['a reversed range', '/volume?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 400],
    ['an empty range', '/volume?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 400],
    ['100 years', '/volume?from=1970-01-01T00:00:00Z&to=2069-01-01T00:00:00Z', 400],
    ['a year of hours', '/volume?interval=hour&from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 400],
    ['a day that does not exist', '/volume?from=2026-02-30', 400],
    ['a month', '/volume?from=2026-02', 400],
    ['a time without zone', '/volume?from=2026-01-01T00:00:00', 400],
    ['a zone of words', '/volume?from=2026-01-01T00:00:00%20Europe/Berlin', 400],
    ['SQL as a time', '/volume?from=now()', 400],
    ['10 KB of text', `/volume?from=${'x'.repeat(10_000)}`, 400],
    ['parameters where there are none', '?limit=1', 400],
  ])('refuse %s', async (_name, path, status) => {
    const answer = await get(path);
    expect([answer.status, answer.body.errorCode]).toEqual([status, status === 404 ? 'SPW-4014' : 'SPW-4010']);
    expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.ts|UNION|SELECT|xxxx|DB::Exception/);
  });

  const plain = { subject: 'records', measures: ['records'] };
  it.each<[string, unknown]>([
    ['a column that is stored but not offered', { ...plain, measures: ['value'] }],
    ['an expression as a measure', { ...plain, measures: ['sum(records)'] }],
    ['no measure', { ...plain, measures: [] }],
    ['a measure twice', { ...plain, measures: ['records', 'records'] }],
    ['a name of the prototype', { ...plain, groupBy: ['__proto__x', 'constructor'] }],
    ['a measure of another subject', { ...plain, measures: ['revenue'] }],
    ['a table as a subject', { ...plain, subject: 'system.tables' }],
    ['a table function', { ...plain, subject: "url('http://127.0.0.1/')" }],
    ['an unknown member', { ...plain, sql: 'SELECT 1' }],
    ['settings', { ...plain, settings: { readonly: 0 } }],
    ['a filter by what is no dimension', { ...plain, filter: { value: ['1'] } }],
    ['SQL as the name of a filter', { ...plain, filter: { "topic = '' OR 1=1 --": ['1'] } }],
    ['a filter with an operator', { ...plain, filter: { topic: { $ne: '' } } }],
    ['a filter without values', { ...plain, filter: { topic: [] } }],
    ['10 KB of text', { ...plain, filter: { topic: ['%_'.repeat(5_000)] } }],
    ['a thousand values', { ...plain, filter: { topic: Array.from({ length: 1_000 }, String) } }],
    ['words for a number', { ...plain, filter: { schemaId: ['1); DROP TABLE events'] } }],
    ['a limit as text', { ...plain, limit: '10' }],
    ['a limit of 1e9', { ...plain, limit: 1e9 }],
    ['a limit below 1', { ...plain, limit: 0 }],
    ['a broken limit', { ...plain, limit: 1.5 }],
    ['a format as the interval', { ...plain, interval: 'hour FORMAT Null' }],
    ['a list', [plain]],
  ])('refuse a question with %s', async (_name, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errorCode).toMatch(/^SPW-40(?:21|01)$/);
    expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.ts|DROP TABLE|%_%_|DB::Exception/);
  });

  it('never answer 500 to hostile questions', async () => {
    const hostile = fc.oneof(
      fc.constantFrom("'", '";--', '{x:Identifier}', '%', '\u0000', 'FORMAT CSV', '’ OR 1=1', '/**/', '-1', '١'),
      fc.string({ unit: 'binary' }),
    );
    const value = fc.oneof(hostile, fc.jsonValue(), fc.constantFrom('records', 'topic', 'hour', 'key'));
    const body = fc.record(
      {
        subject: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('records', 'keys', 'sales', 'delays') }, value),
        measures: fc.oneof(fc.constant(['records']), fc.array(value, { maxLength: 3 }), value),
        groupBy: fc.oneof(fc.constant([]), fc.array(value, { maxLength: 3 }), value),
        filter: fc.oneof(fc.dictionary(fc.oneof(fc.constant('topic'), hostile), fc.array(hostile)), value),
        interval: fc.oneof(fc.constantFrom('hour', 'day'), value),
        limit: fc.oneof(fc.integer({ min: 1, max: 100 }), value),
      },
      { requiredKeys: ['subject', 'measures'] },
    );
    await fc.assert(
      fc.asyncProperty(body, async (question) => {
        expect([200, 400]).toContain((await post(question)).status);
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...boardNames, 'x'), fc.dictionary(hostile, hostile), async (board, query) => {
        const text = new URLSearchParams(
          Object.fromEntries(Object.entries(query).map(([k, v]) => [k.toWellFormed(), v.toWellFormed()])),
        );
        expect([200, 400, 404]).toContain((await get(`/${board}?${text}`)).status);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it.each([
    ...boardNames.map((name) => ['get /analytics/{board}', `/${name}`, 200] as const),
    ['get /analytics/{board}', '/volume?limit=0', 400],
    ['get /analytics/{board}', '/nothing', 404],
    ['get /analytics', '', 200],
  ] as const)('answer %s as its description says: %s', async (route, path, status) => {
    const { body: description } = await call('/docs-json');
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(describedAnswerErrors(description, { route, status, body: answer.body })).toEqual([]);
  });

  it.each<[string, object]>([
    ['grouped by handler', { measures: ['deliveries', 'errorRate'], groupBy: ['handler'] }],
    ['of one handler', { measures: ['retryRate'], filter: { handler: ['capturePayment'] } }],
  ])('refuse a share of deliveries %s: successes name no handler', async (_, question) => {
    const { status, body } = await post({ subject: 'deliveries', ...question });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('not told by handler');
    const counts = await post({ subject: 'deliveries', ...question, measures: ['retried', 'deadLettered'] });
    expect(counts.status).toBe(200);
  });

  it('describe questions with examples that work', async () => {
    const { body: description } = await call('/docs-json');
    const { content } = description.paths['/analytics/query'].post.requestBody;
    for (const { value } of Object.values<{ value: unknown }>(content['application/json'].examples)) {
      const { status, body } = await post(value);
      expect(status).toBe(200);
      expect(describedAnswerErrors(description, { route: 'post /analytics/query', status, body })).toEqual([]);
    }
  });
});
