import { mkdtempSync, rmSync } from 'node:fs';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { OrderPlaced, PaymentCaptured, deadLetterTopic, knownEvents, ordersTopic } from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import {
  EventPublisher,
  LedgerWriter,
  memoryTransport,
  noMetrics,
  silentLogger,
  systemClock,
} from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { describedAnswerErrors } from '../../../test/support/described-answer-errors.js';
import { auditedTopics, startAuditApp } from './index.js';

// eslint-disable-next-line -- answers are read as a client reads them
type Json = any;

const order: OrderPlaced = {
  invoiceNo: '1',
  customerId: null,
  country: '=cmd()',
  placedAt: new Date(Date.UTC(2010, 11, 1, 8, 26)),
  lines: [{ stockCode: '85123A', description: 'HEART "T-LIGHT"', quantity: 6, unitPrice: '2.5500' }],
};
const orders = 30;
const clock = systemClock;
const newId = () => crypto.randomUUID();

describe('the audit app asked what became of events', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-audit-ledger-'));
  const environment = { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' };
  const transport = memoryTransport();
  const paymentsDlq = deadLetterTopic(ordersTopic, 'payments');
  let app: RunningApp;
  let failing: { readonly partition: number; readonly offset: number };
  let description: unknown;

  const get = async (path: string): Promise<{ readonly status: number; readonly body: Json }> => {
    const response = await fetch(`${app.url}${path}`);
    return { status: response.status, body: await response.json() };
  };
  const whole = async (path: string): Promise<{ readonly answer: IncomingMessage; readonly body: Buffer }> => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      httpGet(`${app.url}${path}`, resolve).on('error', reject);
    });
    return { answer, body: await buffer(answer) };
  };

  beforeAll(async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    const codec = avroCodec({ registry, definitions: knownEvents });
    await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 3 })));
    const sink = transport.sink();
    const publisher = new EventPublisher({ sink, codec, clock, newId });
    const written = await Promise.all(
      Array.from({ length: orders }, (_, number) => {
        return publisher.publish(
          OrderPlaced,
          { ...order, invoiceNo: `${number}` },
          { source: '/shop', id: `order-${number}` },
        );
      }),
    );
    await publisher.publish(
      PaymentCaptured,
      {
        paymentId: 'p-7',
        invoiceNo: '7',
        customerId: null,
        amount: '15.3000',

        capturedAt: new Date(0),
      } as never,
      { source: '/payments', id: 'payment-7', correlationId: 'order-7', causationId: 'order-7' },
    );
    failing = { partition: written[7]!.partition, offset: Number(written[7]!.offset) };
    const at = { topic: ordersTopic, ...failing };
    const copy = { topic: paymentsDlq, key: Buffer.from('invoice-7'), value: Buffer.from([9]) };
    await sink.append({
      ...copy,
      headers: { ce_id: 'order-7', ce_source: '/shop', ce_type: 'retail.orders.OrderPlaced' },
    });
    const ledger = (groupId: string) =>
      new LedgerWriter({
        groupId,
        sink,
        codec,
        clock,
        metrics: noMetrics,
        newId,
        appVersion: '1.4.0',
        instance: 'host-1',
      });
    const inventory = ledger('inventory');
    for (const { partition, offset } of written) {
      inventory.completed({
        topic: ordersTopic,
        partition,
        first: Number(offset),
        last: Number(offset),
        durationMs: 2,
      });
    }
    const payments = ledger('payments');
    const event = {
      eventSource: '/shop',
      eventId: 'order-7',
      eventType: 'retail.orders.OrderPlaced',
      correlationId: 'order-7',
    };
    const failure = {
      causeClass: 'BankAway',
      causeCode: 'ECONNRESET',
      fingerprint: 'v1:abc',
      handler: 'Capture',
      ...event,
    };
    payments.noted({ ...at, ...failure, attempt: 1, outcome: 'retried', toTier: '1s', durationMs: 7 });
    payments.noted({ ...at, ...failure, attempt: 2, outcome: 'dead-lettered', fromTier: '1s', durationMs: 5 });
    await Promise.all([inventory.flush(), payments.flush()]);
    app = await startAuditApp({ environment, transport, codec, logger: silentLogger });
    await waitUntil('all is stored', async () => (await get('/audit/completeness')).body.complete === true, 20_000);
    // What answers say of it is up to a second older.
    const knowsAll = async () => (await get('/audit/events?limit=1')).body.completeUpTo?.complete === true;
    await waitUntil('answers know it', knowsAll, 20_000);
    description = (await get('/docs-json')).body;
  });
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('lists what became of deliveries, page by page', async () => {
    const first = (await get('/audit/deliveries?group=payments&limit=1')).body;
    const second = (await get(`/audit/deliveries?group=payments&limit=1&cursor=${first.nextCursor}`)).body;
    expect(second.nextCursor).toBeNull();
    expect([...second.deliveries, ...first.deliveries]).toMatchObject([
      {
        outcome: 'retried',
        range: false,
        origin: { topic: ordersTopic, partition: failing.partition, offset: `${failing.offset}` },
        handler: 'Capture',
        attempt: 1,
        toTier: '1s',
        fingerprint: 'v1:abc',
        eventId: 'order-7',
        durationMs: 7,
        appVersion: '1.4.0',
      },
      { outcome: 'dead_lettered', attempt: 2, fromTier: '1s', toTier: null, durationMs: 5 },
    ]);
    const ranges = (await get('/audit/deliveries?group=inventory&outcome=completed')).body.deliveries;
    const covered = ranges.reduce(
      (sum: number, { offset, lastOffset }: Json) => sum + Number(lastOffset) - Number(offset) + 1,
      0,
    );
    expect(covered).toBe(orders);
  });

  it('says in every answer up to when it knows everything', async () => {
    const { paths } = description as { readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>> };
    const asked = {
      '/analytics/{board}': ['/analytics/volume', ''],
      '/audit/sample': ['/audit/sample?type=x', ''],
    } as Record<string, string[]>;
    const routes = Object.keys(paths).filter((path) => /^\/(audit|analytics)\//.test(path));
    expect(routes.length).toBeGreaterThan(11);
    for (const route of routes) {
      const [method] = Object.keys(paths[route]!);
      const path = (asked[route]?.[0] ?? route).replace('{id}', 'order-7');
      const body = JSON.stringify({ subject: 'records', measures: ['records'] });
      const init = method === 'post' ? { method: 'POST', headers: { 'content-type': 'application/json' }, body } : {};
      const answer = await fetch(`${app.url}${path}`, init);
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      const header = answer.headers.get('spillway-complete-up-to');
      if (header !== null) {
        expect(Date.parse(header)).not.toBeNaN();
        continue;
      }
      const { completeUpTo, complete, partitions } = (await answer.json()) as Json;
      if (partitions !== undefined) {
        expect(complete).toBe(true);
        for (const { end, completeUpTo: upTo } of partitions) expect(upTo.offset).toBe(end);
        continue;
      }
      expect({ path, completeUpTo }).toMatchObject({ completeUpTo: { complete: true } });
      expect(completeUpTo.time).toBe(completeUpTo.asOf);
    }
  });

  it('describes every answer with an example that is one', () => {
    const described = Object.entries((description as Json).paths).flatMap(([path, methods]) => {
      return Object.entries<Json>(methods as object).flatMap(([method, { responses }]) => {
        return Object.entries<Json>(responses).flatMap(([status, { content }]) => {
          const { schema, example = schema?.example } = content?.['application/json'] ?? {};
          return schema === undefined ? [] : [{ route: `${method} ${path}`, status: Number(status), body: example }];
        });
      });
    });
    const answers = described.filter(({ route, status }) => status < 300 && / \/(audit|analytics)/.test(route));
    expect(answers.length).toBeGreaterThan(11);
    expect(answers.filter(({ body }) => body === undefined)).toEqual([]);
    expect(answers.flatMap((answer) => describedAnswerErrors(description, answer))).toEqual([]);
  });

  it('groups failures by what they look like', async () => {
    const { failures, cut } = (await get(`/audit/failures?topic=${ordersTopic}`)).body;
    expect(cut).toBe(false);
    expect(failures).toMatchObject([
      {
        fingerprint: 'v1:abc',
        failures: 2,
        records: 1,
        retried: 1,
        deadLettered: 1,
        causeClass: 'BankAway',
        groups: ['payments'],
        appVersions: ['1.4.0'],
        keys: ['invoice-7'],
      },
    ]);
  });

  it('gives an event with what became of it in every group', async () => {
    const { deliveries } = (await get('/audit/events/order-7')).body;
    expect(deliveries.map(({ group, outcome }: Json) => `${group} ${outcome}`).sort()).toEqual([
      'inventory completed',
      'payments dead_lettered',
      'payments retried',
    ]);
    expect((await get('/audit/events/order-8')).body.deliveries).toMatchObject([{ group: 'inventory', range: true }]);
  });

  it('gives the original bytes of a record, and tells which', async () => {
    const { answer, body } = await whole('/audit/events/order-7/raw');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'spillway-topic': ordersTopic,
      'spillway-partition': `${failing.partition}`,
      'spillway-offset': `${failing.offset}`,
      'spillway-kind': 'event',
    });
    expect(answer.headers['spillway-schema-id']).toBe(`${body.readUInt32BE(1)}`);
    expect((await whole(`/audit/events/order-7/raw?topic=${paymentsDlq}`)).body).toEqual(Buffer.from([9]));
    expect((await get('/audit/events/order-7/raw?topic=nowhere')).status).toBe(404);
    expect((await get(`/audit/events/order-7/raw?offset=${failing.offset + 1}`)).status).toBe(404);
  });

  it('tells a tombstone from an empty value', async () => {
    const put = (id: string, value: Buffer | null) =>
      transport
        .sink()
        .append({ topic: ordersTopic, key: null, value, headers: { ce_id: id, ce_source: '/shop', ce_type: 't' } });
    await Promise.all([put('tombstone', null), put('empty', Buffer.alloc(0))]);
    for (let attempt = 0; attempt < 200 && (await get('/audit/events/empty')).status !== 200; attempt += 1)
      await clock.sleep(50);
    expect((await whole('/audit/events/tombstone/raw')).answer.statusCode).toBe(204);
    expect(await whole('/audit/events/empty/raw')).toMatchObject({
      answer: { statusCode: 200 },
      body: Buffer.alloc(0),
    });
  });

  it('gives samples of a type as they lie in the log', async () => {
    const { samples } = (await get('/audit/sample?type=retail.orders.OrderPlaced&n=3')).body;
    expect(samples).toHaveLength(3);
    const { body } = await whole(`/audit/events/${samples[0].eventId}/raw`);
    expect(samples[0].valueBase64).toBe(body.toString('base64'));
  });

  it.each(['order-7', 'payment-7'])('follows a journey by %s', async (id) => {
    const { body } = await get(`/audit/journeys/${id}`);
    expect(body).toMatchObject({ id, correlationIds: ['order-7'], cut: false });
    expect(body.tree).toMatchObject([
      { event: 0, eventId: 'order-7', caused: [{ event: 1, eventId: 'payment-7', caused: [] }] },
    ]);
    expect(body.events[0]).toMatchObject({
      copies: [{ topic: paymentsDlq }],
      legs: [
        { group: 'inventory', outcome: 'completed', attempts: 1, processingMs: 2, exact: false },
        {
          group: 'payments',
          outcome: 'dead_lettered',
          attempts: 2,
          retries: 1,
          deadLetters: 1,
          processingMs: 12,
          exact: true,
        },
      ],
    });
    expect(body.groups).toMatchObject([{ group: 'inventory' }, { group: 'payments', retries: 1, deadLetters: 1 }]);
    expect(body.sequence.map(({ what }: Json) => what).sort()).toEqual([
      'copied',
      'delivered',
      'delivered',
      'delivered',
      'published',
      'published',
    ]);
    // What handlers failed at is noted one by one; plain successes are ranges, of which the end is known.
    const isExact = ({ exact }: Json): boolean => exact;
    expect(body.sequence.filter(({ what }: Json) => what !== 'delivered').every(isExact)).toBe(true);
    expect(body.sequence.filter((step: Json) => !isExact(step)).map(({ group, what }: Json) => [what, group])).toEqual([
      ['delivered', 'inventory'],
    ]);
    const times = body.sequence.map(({ time }: Json) => Date.parse(time));
    expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
  });

  it.each(['csv', 'ndjson', 'parquet'])(
    'exports records as %s with count and digest after the last byte',
    async (format) => {
      const { answer, body } = await whole(
        `/audit/export?format=${format}&topic=${ordersTopic}&type=retail.orders.OrderPlaced`,
      );
      const digest = createHash('sha256').update(body).digest('base64');
      expect(answer).toMatchObject({
        statusCode: 200,
        complete: true,
        trailers: { 'spillway-row-count': `${orders}`, 'content-digest': `sha-256=:${digest}:` },
        headers: {
          'x-content-type-options': 'nosniff',
          'content-disposition': `attachment; filename="audit.${format}"`,
        },
      });
      expect(Date.parse(String(answer.headers['spillway-complete-up-to']))).not.toBeNaN();
      if (format === 'parquet') expect(body.subarray(0, 4).toString()).toBe('PAR1');
      else expect(body.toString().trimEnd().split('\n')).toHaveLength(format === 'csv' ? orders + 1 : orders);
    },
  );

  it.each([
    ['get /audit/deliveries', '/audit/deliveries', 200],
    ['get /audit/deliveries', '/audit/deliveries?outcome=gone', 400],
    ['get /audit/failures', '/audit/failures', 200],
    ['get /audit/failures', '/audit/failures?limit=0', 400],
    ['get /audit/sample', '/audit/sample?type=retail.orders.OrderPlaced', 200],
    ['get /audit/sample', '/audit/sample', 400],
    ['get /audit/sample', '/audit/sample?type=t&n=101', 400],
    ['get /audit/journeys/{id}', '/audit/journeys/order-7', 200],
    ['get /audit/journeys/{id}', '/audit/journeys/order-7?limit=1', 400],
    ['get /audit/journeys/{id}', '/audit/journeys/nobody', 404],
    ['get /audit/journeys/{id}', `/audit/journeys/${'x'.repeat(600)}`, 414],
    ['get /audit/events', '/audit/events', 200],
    ['get /audit/events/{id}', '/audit/events/order-7', 200],
    ['get /audit/events/{id}/raw', '/audit/events/order-7/raw?offset=-1', 400],
    ['get /audit/events/{id}/raw', '/audit/events/nobody/raw', 404],
    ['get /audit/export', '/audit/export?format=xml', 400],
  ])('answers %s as its description says: %s', async (route, path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(describedAnswerErrors(description, { route, status, body: answer.body })).toEqual([]);
  });
});
