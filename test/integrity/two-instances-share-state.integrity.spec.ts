import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { avroCodec, httpRegistry, registerContracts } from '@spillway/codecs';
import { consumerTopics } from '@spillway/consumer-app';
import { fulfilmentTopic, knownEvents, OrderPlaced, ordersTopic, paymentsTopic, retailTopics } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { EventPublisher, systemClock, type Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { startPaymentGateway, type PaymentGateway } from '../../tools/payment-gateway/start-payment-gateway.ts';
import { startConsumerInstance } from '../support/consumer-instance.js';
import { namespacedTransport } from '../support/namespaced-transport.js';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../support/postgres.js';
import { startSource, type SourceProcess } from '../support/source-process.js';
import { describeWithStack } from '../support/stack.js';

const orders = 6_000;
const stockCodes = 7;
const countries = ['United Kingdom', 'France', 'EIRE'];

describeWithStack('two instances of the consumer', ({ brokers, registryUrl }) => {
  const prefix = `two-${randomUUID().slice(0, 8)}.`;
  const environment: Record<string, string> = {
    SPILLWAY_KAFKA_BROKERS: brokers.join(','),
    SPILLWAY_REGISTRY_URL: registryUrl,
    SPILLWAY_HTTP_PORT: '0',
    SPILLWAY_RATE_LIMIT_PER_MINUTE: '0',
  };
  let transport: Transport;
  let gateway: PaymentGateway;
  beforeAll(async () => {
    gateway = await startPaymentGateway({ port: 0 });
    environment['SPILLWAY_PAYMENT_GATEWAY_URL'] = gateway.url;
    const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: environment.SPILLWAY_KAFKA_BROKERS });
    transport = namespacedTransport(kafkaTransport({ config }), prefix);
    await transport.connect();
    await transport.admin().ensureTopics([...retailTopics, ...consumerTopics]);
    await registerContracts(httpRegistry({ url: registryUrl }), knownEvents);
  }, 30_000);
  afterAll(async () => {
    await transport.close();
    await gateway.close();
  });

  it('with embedded state the second is refused with the reason, and the first works on', async () => {
    const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'spillway-two-')));
    const inFolder = (folder?: string) => startConsumerInstance({ ...environment, SPILLWAY_DATA_DIR: folder }, prefix);
    const first = await inFolder(folders[0]);
    await expect(inFolder(folders[1])).rejects.toMatchObject({
      code: 'SPW-6003',
      message: expect.stringContaining('has 2 members'),
    });
    await waitUntil('the first is ready again', async () => (await fetch(`${first.url}/health/ready`)).ok, 20_000);
    await first.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  describeWithPostgres('on one PostgreSQL', () => {
    let server: PostgresServer;
    const children: SourceProcess[] = [];
    beforeAll(async () => {
      server = await startPostgres();
    }, 90_000);
    afterAll(async () => {
      await Promise.all(children.map((child) => child.kill('SIGKILL')));
      await server.stop();
    });

    it('keep totals exact while one of them leaves, is killed and comes back in the middle of an import', async () => {
      const shared = { ...environment, SPILLWAY_POSTGRES_URL: server.url };
      const first = await startConsumerInstance(shared, prefix);
      const second = async (): Promise<SourceProcess> => {
        const started = startSource('test/support/children/consumer-instance.ts', [], { ...shared, PREFIX: prefix });
        children.push(started);
        expect(await started.line(/^(ready|failed)/)).toMatch(/^ready/);
        return started;
      };
      const imported = publishOrders(transport, registryUrl);
      let other = await second();
      await waitUntil('both have done something', async () => (await completed(first.url)) > orders / 6, 60_000);
      await other.kill('SIGTERM');
      other = await second();
      await waitUntil('half is done', async () => (await completed(first.url)) > orders / 3, 60_000);
      expect(await completed(first.url)).toBeLessThan(orders);
      await other.kill('SIGKILL');
      other = await second();
      await imported;
      await waitUntil('all groups are done', async () => isDone(await groups(first.url)), 90_000);
      await other.kill('SIGTERM');

      expect(totals(await groups(first.url))).toEqual(expectedTotals);
      for (const [stockCode, position] of expectedPositions()) {
        const answer = await (await fetch(`${first.url}/inventory/${stockCode}`)).json();
        expect(answer).toMatchObject({ stockCode, position });
      }
      expect(await (await fetch(`${first.url}/revenue`)).json()).toEqual(expectedRevenue());
      await first.close();
    }, 240_000);
  });
});

/** Order n sells n % 5 + 1 of one code at 0.01; every tenth record is a second copy of the order before. */
function order(number: number): OrderPlaced {
  return {
    invoiceNo: String(number),
    customerId: `customer-${number % 40}`,
    country: countries[number % countries.length]!,
    placedAt: new Date(Date.UTC(2010, 11, 1 + (number % 2))),
    lines: [
      { stockCode: `code-${number % stockCodes}`, description: null, quantity: (number % 5) + 1, unitPrice: '0.0100' },
    ],
  };
}

async function publishOrders(transport: Transport, registryUrl: string): Promise<void> {
  const codec = avroCodec({ registry: httpRegistry({ url: registryUrl }), definitions: knownEvents });
  const publisher = new EventPublisher({ sink: transport.sink(), codec, clock: systemClock, newId: randomUUID });
  const publish = (number: number) =>
    publisher.publish(OrderPlaced, order(number), { source: '/retail/import', id: `order-${number}` });
  for (let number = 0; number < orders; number += 60) {
    const sixty = Array.from({ length: 60 }, (_, index) => number + index);
    await Promise.all([...sixty, ...sixty.filter((each) => each % 10 === 0)].map(publish));
    await systemClock.sleep(200);
  }
}

function expectedPositions(): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  for (let number = 0; number < orders; number++) {
    const code = `code-${number % stockCodes}`;
    positions.set(code, (positions.get(code) ?? 0) - ((number % 5) + 1));
  }
  return positions;
}

function expectedRevenue(): readonly unknown[] {
  const cents = new Map<string, number>();
  for (let number = 0; number < orders; number++) {
    const key = `2010-12-0${1 + (number % 2)}/${countries[number % countries.length]}`;
    cents.set(key, (cents.get(key) ?? 0) + (number % 5) + 1);
  }
  return [...cents]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, sum]) => {
      const [day, country] = key.split('/');
      return { day, country, revenue: `${Math.floor(sum / 100)}.${String(sum % 100).padStart(2, '0')}00` };
    });
}

interface Totals {
  readonly completed: number;
  readonly deadLettered: number;
  readonly lag: number;
}

type Groups = Readonly<Record<string, Readonly<Record<string, Totals>>>>;

const done: Totals = { completed: orders, deadLettered: 0, lag: 0 };
/** Every order is paid and confirmed: inventory hears of payments that were declined as well. */
const expectedTotals: Groups = {
  inventory: { [ordersTopic]: done, [fulfilmentTopic]: done },
  revenue: { [ordersTopic]: done },
  payments: { [ordersTopic]: done },
  fulfilment: { [paymentsTopic]: done },
};

/** Nothing while the instance cannot ask its state or the log. */
async function groups(url: string): Promise<Groups> {
  const answer = await fetch(`${url}/groups`);
  return answer.ok ? ((await answer.json()) as { groups: Groups }).groups : {};
}

/** Without what one instance counts for itself. */
function totals(all: Groups): Groups {
  const eachTopic = (topics: Groups[string]): Groups[string] =>
    Object.fromEntries(
      Object.entries(topics).map(([topic, of]) => [
        topic,
        { completed: of.completed, deadLettered: of.deadLettered, lag: of.lag },
      ]),
    );
  return Object.fromEntries(Object.entries(all).map(([group, topics]) => [group, eachTopic(topics)]));
}

/** A group handles what another publishes: without lag is not enough. */
function isDone(of: Groups): boolean {
  const all = Object.values(of).flatMap((topics) => Object.values(topics));
  return all.length > 0 && all.every((topic) => topic.lag === 0 && topic.completed + topic.deadLettered >= orders);
}

async function completed(url: string): Promise<number> {
  return (await groups(url))['revenue']?.[ordersTopic]?.completed ?? 0;
}
