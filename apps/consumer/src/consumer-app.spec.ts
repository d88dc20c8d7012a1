import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import {
  deadLetterTopic,
  fulfilmentTopic,
  knownEvents,
  OrderCancelled,
  OrderPlaced,
  OrderRejected,
  ordersTopic,
  paymentsTopic,
  retailTopics,
  spillwayTopics,
  StockAdjusted,
  type EventDefinition,
  type OrderLine,
} from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { EventPublisher, memoryTransport, silentLogger, systemClock, type EventCodec } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { describedAnswerErrors } from '../../../test/support/described-answer-errors.js';
import { provideState } from '../../../tools/local-state/provide-state.js';
import { startPaymentGateway, type PaymentGateway } from '../../../tools/payment-gateway/start-payment-gateway.js';
import { consumerTopics, startConsumerApp } from './index.js';

interface GroupsAnswer {
  readonly groups: Readonly<Record<string, Readonly<Record<string, Totals & { readonly retried: number }>>>>;
}

interface Totals {
  readonly completed: number;
  readonly deadLettered: number;
  readonly lag: number;
}

/** What the groups say that have done this much of the orders, of which so many were paid, and the rejections that the spec published. */
const groupsAt = (orders: Totals, paid: number, rejections = 0) => {
  const untroubled = { retried: 0, held: 0, suspendedMs: 0 };
  const done = { ...orders, ...untroubled };
  const all = (completed: number) => ({ completed, deadLettered: 0, lag: 0, ...untroubled });
  return {
    inventory: { [ordersTopic]: done, [fulfilmentTopic]: all(paid + rejections) },
    revenue: { [ordersTopic]: done },
    payments: { [ordersTopic]: done },
    fulfilment: { [paymentsTopic]: all(paid) },
  };
};
const at = new Date('2010-12-01T23:59:59.999Z');
const line = (stockCode: string, quantity: number, unitPrice: string): OrderLine => ({
  stockCode,
  description: null,
  quantity,
  unitPrice,
});
const placed = (invoiceNo: string, lines: OrderLine[], country = 'United Kingdom'): OrderPlaced => ({
  invoiceNo,
  customerId: null,
  country,
  placedAt: at,
  lines,
});

describe('the consumer app on the in-process log', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-consumer-'));
  const environment = {
    SPILLWAY_PAYMENT_GATEWAY_URL: '',
    SPILLWAY_DATA_DIR: dataDir,
    SPILLWAY_HTTP_PORT: '0',
    SPILLWAY_RATE_LIMIT_PER_MINUTE: '0',
  };
  const log = memoryTransport().log;
  const transport = memoryTransport({ log });
  let codec: EventCodec;
  let publisher: EventPublisher;
  let app: RunningApp;
  let gateway: PaymentGateway;

  const start = (): Promise<RunningApp> =>
    startConsumerApp({ environment, transport: memoryTransport({ log }), codec, logger: silentLogger });
  const get = async (path: string) => {
    const response = await fetch(`${app.url}${path}`);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: (await response.json()) as never,
    };
  };
  const publish = <T>(definition: EventDefinition<T>, payload: T, id: string) =>
    publisher.publish(definition, payload, { source: '/retail/import', id });
  const groups = async () => (await get('/groups')).body as GroupsAnswer;
  const untilDone = () =>
    waitUntil('all groups are done', async () => {
      const [before, after] = [await groups(), await groups()];
      const topics = Object.values(after.groups).flatMap((group) => Object.values(group));
      return topics.every(({ lag }) => lag === 0) && isDeepStrictEqual(before, after);
    });

  beforeAll(async () => {
    gateway = await startPaymentGateway({ port: 0 });
    environment.SPILLWAY_PAYMENT_GATEWAY_URL = gateway.url;
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    codec = avroCodec({ registry, definitions: knownEvents });
    await transport.connect();
    await transport.admin().ensureTopics([...retailTopics, ...consumerTopics, ...spillwayTopics]);
    publisher = new EventPublisher({
      sink: transport.sink(),
      codec,
      clock: systemClock,
      newId: () => crypto.randomUUID(),
    });
    await publish(OrderPlaced, placed('536365', [line('85123A', 6, '2.5500'), line('85123a', 1, '0.0001')]), 'o-1');
    await publish(OrderPlaced, placed('536366', [line('GIFT 0001', 2, '10.0000')], 'France'), 'o-2');
    const { placedAt: cancelledAt, ...cancelled } = placed('C536379', [line('85123A', -2, '2.5500')]);
    await publish(OrderCancelled, { ...cancelled, cancelledAt: new Date(cancelledAt.getTime() + 1) }, 'c-1');
    await publish(
      StockAdjusted,
      {
        invoiceNo: '536414',
        customerId: null,
        country: 'United Kingdom',
        adjustedAt: at,
        lines: [line('22139', 56, '0.0000')],
      },
      'a-1',
    );
    await provideState(dataDir);
    app = await start();
    await untilDone();
  }, 30_000);
  afterAll(async () => {
    await app.close();
    await gateway.close();
    await transport.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each([
    ['85123A', -4],
    ['85123a', -1],
    ['GIFT 0001', -2],
    ['22139', 56],
  ])('keeps the position of %s', async (stockCode, position) => {
    const { status, body } = await get(`/inventory/${encodeURIComponent(stockCode)}`);
    expect(status).toBe(200);
    expect(body).toEqual({ stockCode, position, asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/) });
  });

  it('adds up revenue per UTC day and country, exact, cancellations on their own day', async () => {
    const first = { day: '2010-12-01', country: 'France', revenue: '20.0000' };
    const second = { day: '2010-12-01', country: 'United Kingdom', revenue: '15.3001' };
    const third = { day: '2010-12-02', country: 'United Kingdom', revenue: '-5.1000' };
    expect((await get('/revenue')).body).toEqual([first, second, third]);
    expect((await get('/revenue?from=2010-12-01&to=2010-12-02')).body).toEqual([first, second]);
    expect((await get('/revenue?from=2010-12-02')).body).toEqual([third]);
    expect((await get('/revenue?country=United%20Kingdom&to=2010-12-02')).body).toEqual([second]);
    expect((await get('/revenue?from=2010-12-01&to=2010-12-01')).body).toEqual([]);
    expect((await get('/revenue?country=france')).body).toEqual([]);
  });

  it.each([
    ['get /revenue', '/revenue', 200],
    ['get /revenue', '/revenue?from=x', 400],
    ['get /inventory/{stockCode}', '/inventory/85123A', 200],
    ['get /inventory/{stockCode}', '/inventory/%00', 400],
    ['get /inventory/{stockCode}', '/inventory/nothing', 404],
    ['get /inventory/{stockCode}', `/inventory/${'x'.repeat(600)}`, 414],
    ['get /groups', '/groups', 200],
  ])('answers %s as its description says: %s', async (route, path, status) => {
    const { body: description } = await get('/docs-json');
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(describedAnswerErrors(description, { route, status, body: answer.body })).toEqual([]);
  });

  it('an ignored type completes, too', async () => {
    expect(await groups()).toEqual({ groups: groupsAt({ completed: 4, deadLettered: 0, lag: 0 }, 2) });
  });

  it.each([
    ['from in another form', '/revenue?from=1.12.2010'],
    ['a day that does not exist', '/revenue?from=2010-02-30'],
    ['the year 0', '/revenue?from=0000-01-01'],
    ['a parameter where there are none', '/groups?group=inventory'],
    ['a parameter of a position', '/inventory/85123A?at=2010-12-01'],
    ['a time where a day is asked', '/revenue?to=2010-12-01T00:00:00Z'],
    ['an empty day', '/revenue?from='],
    ['from after to', '/revenue?from=2010-12-02&to=2010-12-01'],
    ['a repeated parameter', '/revenue?from=2010-12-01&from=2010-12-02'],
    ['an array parameter', '/revenue?country[]=France'],
    ['an object parameter', '/revenue?country[$gt]=1'],
    ['an unknown parameter', '/revenue?form=2010-12-01'],
    ['a control character', '/revenue?country=%00'],
    ['an endless country', `/revenue?country=${'x'.repeat(257)}`],
  ])('refuses %s with a problem document', async (_, path) => {
    const { status, type, body } = await get(path);
    expect(status).toBe(400);
    expect(type).toContain('application/problem+json');
    expect(body).toMatchObject({ errorCode: 'SPW-4010' });
  });

  it.each([
    ['an unknown stock code', '/inventory/85123B', 404, 'SPW-4014'],
    ['a code that tries to be SQL', "/inventory/'%20OR%201=1--", 404, 'SPW-4014'],
    ['a NUL', '/inventory/%00', 400, 'SPW-4015'],
    ['an unknown path', '/inventory', 404, 'SPW-4004'],
  ])('answers %s with a problem document', async (_, path, status, errorCode) => {
    const answer = await get(path);
    expect(answer).toMatchObject({ status, body: { status, errorCode } });
    expect(answer.type).toContain('application/problem+json');
    expect(JSON.stringify(answer.body)).not.toMatch(/\.[jt]s:\d/);
  });

  it('counts an event that lies in the log twice once', async () => {
    await publish(OrderPlaced, placed('536365', [line('85123A', 6, '2.5500'), line('85123a', 1, '0.0001')]), 'o-1');
    await untilDone();
    expect((await get('/inventory/85123A')).body).toMatchObject({ position: -4 });
    expect((await groups()).groups['inventory']?.[ordersTopic]?.completed).toBe(4);
  });

  it('parks a record that does not decode for each group with its bytes, and goes on behind it', async () => {
    const value = Buffer.from([0, 0, 0, 0, 1, 0xff]);
    const { partition } = await publish(OrderPlaced, placed('600001', [line('AFTER', 1, '1.0000')]), 'o-3');
    await transport
      .sink()
      .append({ topic: ordersTopic, partition, key: Buffer.from('k'), value, headers: { ce_id: 'bad' } });
    await publish(OrderPlaced, placed('600001', [line('AFTER', 1, '1.0000')]), 'o-4');
    await untilDone();
    expect((await get('/inventory/AFTER')).body).toMatchObject({ position: -2 });
    expect((await groups()).groups).toMatchObject({
      inventory: { [ordersTopic]: { completed: 6, deadLettered: 1 } },
      revenue: { [ordersTopic]: { completed: 6, deadLettered: 1 } },
    });
    for (const group of ['inventory', 'revenue']) {
      const ranges = await transport.admin().ranges(deadLetterTopic(ordersTopic, group));
      expect(ranges.reduce((sum, range) => sum + Number(range.endOffset), 0)).toBe(1);
    }
  });

  it('gives back what a rejected order took out, without touching revenue', async () => {
    const { body: before } = await get('/revenue');
    const rejected = { invoiceNo: '536366', customerId: null, reason: 'above-limit', rejectedAt: at };
    const items = [
      { stockCode: 'GIFT 0001', quantity: 2 },
      { stockCode: 'NEW', quantity: -1 },
    ];
    await publish(OrderRejected, { ...rejected, items }, 'r-1');
    await untilDone();
    expect((await get('/inventory/GIFT%200001')).body).toMatchObject({ position: 0 });
    expect((await get('/inventory/NEW')).body).toMatchObject({ position: -1 });
    expect((await get('/revenue')).body).toEqual(before);
  });

  it('counts an order that waits for its retry as lag, and where it ends as completed', async () => {
    const told = (failures: object) =>
      fetch(`${gateway.url}/failures`, { method: 'PUT', body: JSON.stringify(failures) });
    const waiting = async () => (await groups()).groups['payments']?.[ordersTopic];
    await told({ errorRate: 1 });
    await publish(OrderPlaced, placed('650000', [line('RETRIED', 1, '1.0000')]), 'o-6');
    await waitUntil('it is to be tried again', async () => ((await waiting())?.retried ?? 0) > 0);
    expect(await waiting()).toMatchObject({ completed: 6, deadLettered: 1, lag: 1 });
    await told({});
    await untilDone();
    expect(await waiting()).toMatchObject({ completed: 7, deadLettered: 1, lag: 0 });
  });

  it('goes on after a restart where the inbox says, whatever the commits of the group say or lack', async () => {
    await app.close();
    const position = { topic: ordersTopic, offset: 1_000_000n };
    for (const { partition } of await transport.admin().ranges(ordersTopic))
      log.group('revenue').commit({ ...position, partition });
    log.group('inventory').forget();
    await publish(OrderPlaced, placed('700000', [line('22139', 6, '1.0000')], 'Spain'), 'o-5');
    app = await start();
    await untilDone();
    expect((await get('/inventory/22139')).body).toMatchObject({ position: 50 });
    expect((await get('/revenue?country=Spain')).body).toEqual([
      { day: '2010-12-01', country: 'Spain', revenue: '6.0000' },
    ]);
    const done = { completed: 8, deadLettered: 1, lag: 0 };
    expect(await groups()).toEqual({ groups: groupsAt(done, 6, 1) });
  });

  it('a new state counts the whole log again', async () => {
    await app.close();
    environment.SPILLWAY_DATA_DIR = 'memory:';
    app = await start();
    await untilDone();
    expect((await get('/inventory/22139')).body).toMatchObject({ position: 50 });
    expect(await groups()).toEqual({ groups: groupsAt({ completed: 8, deadLettered: 1, lag: 0 }, 6, 1) });
  }, 30_000);

  it('refuses to start without its topics, naming one', async () => {
    const empty = startConsumerApp({ environment, transport: memoryTransport(), codec, logger: silentLogger });
    await expect(empty).rejects.toMatchObject({ code: 'SPW-1103' });
  }, 30_000);
});
