import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { httpRegistry, registerContracts } from '@spillway/codecs';
import { deadLetterTopic } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { SPILLWAY_TRANSPORT } from '@spillway/nest';
import { retryTopicDefinitions, type GroupDefinition, type Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { writeGuideBlocks } from '../support/guide-blocks.js';
import { describeWithStack } from '../support/stack.js';

type AnyClass = new (...given: never[]) => unknown;

const orders = 8;
const numbers = (word: string): readonly string[] => Array.from({ length: orders }, (_, index) => `${word}-${index}`);

describeWithStack('the app of the guide from Nest’s Kafka transport', ({ brokers, registryUrl }) => {
  const run = `r${randomUUID().slice(0, 8)}`;
  const topic = `shop${run}.orders`;
  const group = `stock${run}-server`;
  const { folder, files } = writeGuideBlocks('docs/guides/migrate-from-nest-kafka.md');
  const load = async (name: string): Promise<Record<string, AnyClass>> =>
    (await import(join(folder, name))) as Record<string, AnyClass>;
  const given = { ...process.env };

  // Addresses and names of this run, and a way to reach the app; all else as it is written.
  beforeAll(() => {
    for (const file of files) {
      const text = readFileSync(file, 'utf8')
        .replaceAll('shop.orders', topic)
        .replaceAll('stock-server', group)
        // A new group of kafkajs begins at the end that the topic has when it has joined at last: behind the first orders.
        .replaceAll("{ groupId: 'stock' } }", "{ groupId: 'stock' }, subscribe: { fromBeginning: true } }")
        .replaceAll("groupId: 'stock'", `groupId: '${group.replace('-server', '')}'`)
        .replaceAll('localhost:9092', brokers[0]!)
        .replaceAll('app.listen(3000)', "app.listen(0, '127.0.0.1')");
      writeFileSync(file, file.endsWith('main.ts') ? `${text}export { app };\n` : text);
    }
    // An app refuses variables that are not its own.
    for (const name of Object.keys(process.env)) if (name.startsWith('SPILLWAY_')) delete process.env[name];
    Object.assign(process.env, { SPILLWAY_KAFKA_BROKERS: brokers.join(','), SPILLWAY_REGISTRY_URL: registryUrl });
  });
  afterAll(() => {
    process.env = given;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs one of the two apps, places orders through it and waits until as many are reserved. */
  async function placeWith(version: 'before' | 'after', skus: readonly string[]): Promise<readonly string[]> {
    const { app } = (await load(`${version}/main.ts`)) as unknown as { app: INestApplication };
    // Who gives a transport closes it.
    const transport = version === 'after' ? app.get<Transport>(SPILLWAY_TRANSPORT, { strict: false }) : undefined;
    try {
      const { CheckoutService } = await load(`${version}/checkout.service.ts`);
      const { StockService } = await load('before/stock.service.ts');
      const checkout = app.get<{ place(customer: string, sku: string): Promise<void> }>(CheckoutService!);
      const { reserved } = app.get<{ reserved: readonly string[] }>(StockService!);
      for (const sku of skus) await checkout.place('customer-1', sku);
      await waitUntil('all are reserved', () => reserved.length >= skus.length, 30_000);
      return reserved;
    } finally {
      await app.close();
      await transport?.close();
    }
  }

  it('goes on after the change where it stopped: each event counts once, none is read twice or dead', async () => {
    const transport = kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    });
    const deadLetters = deadLetterTopic(topic, group);
    const { stock } = await load('after/stock.group.ts');
    const own = retryTopicDefinitions(stock as unknown as GroupDefinition, topic, 1);
    await transport.admin().ensureTopics([{ name: topic, partitions: 1 }, ...own]);
    const { OrderPlaced } = await load('after/order-placed.event.ts');
    await registerContracts(httpRegistry({ url: registryUrl }), [OrderPlaced as never]);

    const where = (skus: readonly string[]) => skus.map((sku) => `${sku} from partition 0`);
    expect(await placeWith('before', numbers('old'))).toEqual(where(numbers('old')));
    expect(await placeWith('after', numbers('new'))).toEqual(where(numbers('new')));
    expect(await transport.admin().ranges(deadLetters)).toMatchObject([{ endOffset: 0n }]);
    const [committed] = await transport.admin().committed(group, [topic]);
    expect(committed?.offset).toBe(BigInt(2 * orders));
    await transport.close();
  }, 120_000);
});
