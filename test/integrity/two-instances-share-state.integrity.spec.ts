import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { avroCodec, httpRegistry, registerContracts } from '@spillway/codecs';
import { consumerTopics } from '@spillway/consumer-app';
import { knownEvents, OrderPlaced, ordersTopic, retailTopics } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { EventPublisher, systemClock, type Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
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
  const environment = {
    SPILLWAY_KAFKA_BROKERS: brokers.join(','),
    SPILLWAY_REGISTRY_URL: registryUrl,
    SPILLWAY_HTTP_PORT: '0',
    SPILLWAY_RATE_LIMIT_PER_MINUTE: '0',
  };
  let transport: Transport;
  beforeAll(async () => {
    const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: environment.SPILLWAY_KAFKA_BROKERS });
    transport = namespacedTransport(kafkaTransport({ config }), prefix);
    await transport.connect();
    await transport.admin().ensureTopics([...retailTopics, ...consumerTopics]);
    await registerContracts(httpRegistry({ url: registryUrl }), knownEvents);
  }, 30_000);
  afterAll(() => transport.close());

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
  }, 60_000);

  describeWithPostgres('on one PostgreSQL', () => {
    let server: PostgresServer;
    const children: SourceProcess[] = [];
    beforeAll(async () => {
      server = await startPostgres();
    }, 30_000);
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
      await waitUntil('both have done something', async () => (await completed(first.url)) > orders / 6, 30_000);
      await other.kill('SIGTERM');
      other = await second();
      await waitUntil('half is done', async () => (await completed(first.url)) > orders / 3, 30_000);
      expect(await completed(first.url)).toBeLessThan(orders);
      await other.kill('SIGKILL');
      other = await second();
      await imported;
      await waitUntil('both groups are done', async () => (await lag(first.url)) === 0, 60_000);
      await other.kill('SIGTERM');

      const totals = { completed: orders, deadLettered: 0, lag: 0 };
      expect(await groups(first.url)).toEqual({
        inventory: { [ordersTopic]: totals },
        revenue: { [ordersTopic]: totals },
      });
      for (const [stockCode, position] of expectedPositions()) {
        const answer = await (await fetch(`${first.url}/inventory/${stockCode}`)).json();
        expect(answer).toMatchObject({ stockCode, position });
      }
      expect(await (await fetch(`${first.url}/revenue`)).json()).toEqual(expectedRevenue());
      await first.close();
    }, 150_000);
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

type Groups = Readonly<Record<string, Readonly<Record<string, { completed: number; lag: number }>>>>;

async function groups(url: string): Promise<Groups> {
  return ((await (await fetch(`${url}/groups`)).json()) as { groups: Groups }).groups;
}

async function completed(url: string): Promise<number> {
  return (await groups(url))['revenue']?.[ordersTopic]?.completed ?? 0;
}

async function lag(url: string): Promise<number> {
  const topics = Object.values(await groups(url)).map((group) => group[ordersTopic]);
  return topics.reduce((sum, topic) => sum + (topic?.lag ?? 0), 0);
}
