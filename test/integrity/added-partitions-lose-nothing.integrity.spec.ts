import { afterEach, expect, it } from '@jest/globals';
import { defineGroup, partitionForKey } from '@spillway/streaming';
import { Counted, outgoingSale, shopTopic, waitUntil } from '@spillway/testing';
import { readTopics } from '../support/group-proof/read-topics.js';
import { shopOnKafka, type ShopOnKafka } from '../support/shop-on-kafka.js';
import { describeWithStack } from '../support/stack.js';
import { stockProcess, type StockProcess } from '../support/stock-process.js';

const keys = Array.from({ length: 24 }, (_, index) => `key-${index}`);
const before = 2;
const after = 6;
const rounds = 40;

describeWithStack('partitions added while a group runs', ({ brokers }) => {
  let shop: ShopOnKafka;
  let process: StockProcess | undefined;
  afterEach(async () => {
    await process?.consumer.stop();
    await shop.close();
  });

  it.each(['beginning', 'latest'] as const)(
    'are read from their first record by a group that starts from the %s; only keys that moved may break their order',
    async (startFrom) => {
      shop = await shopOnKafka(brokers, { partitions: before });
      const counted: string[] = [];
      const group = defineGroup('stock', {
        startFrom,
        topics: { [shopTopic]: { ordering: 'key', ignore: [Counted] } },
      });
      process = stockProcess({ transport: shop.transport, counted, group });
      const { consumer } = process;
      await consumer.start();
      await waitUntil('it runs', () => consumer.status().partitions.length === before, 30_000);

      const sell = (round: number, partitions: number) =>
        Promise.all(
          keys.map((key) =>
            shop.append({
              ...outgoingSale({ item: `${key}:${round}`, id: `${key}:${round}` }),
              key: Buffer.from(key),
              partition: partitionForKey(Buffer.from(key), partitions),
            }),
          ),
        );
      for (let round = 0; round < rounds / 2; round++) await sell(round, before);
      await shop.setPartitions(after);
      for (let round = rounds / 2; round < rounds; round++) {
        await waitUntil(
          'the topic takes it',
          () =>
            sell(round, after).then(
              () => true,
              () => false,
            ),
          20_000,
        );
      }
      const all = keys.flatMap((key) => Array.from({ length: rounds }, (_, round) => `${key}:${round}`));
      await waitUntil('all is counted', () => new Set(counted).size === all.length, 60_000);
      await waitUntil('all partitions are its own', () => consumer.status().partitions.length === after, 30_000);
      expect([...new Set(counted)].toSorted()).toEqual(all.toSorted());
      // An append that was refused while the topic changed was made again: what lies there counts, not what was sold.
      const inLog = await readTopics(shop.transport, [shopTopic]);
      expect(counted.length).toBeGreaterThanOrEqual(inLog.length);
      // Of each key one was in hand when the group joined anew.
      expect(counted.length - inLog.length).toBeLessThanOrEqual(keys.length);
      globalThis.process.stdout.write(`${counted.length - inLog.length} of ${inLog.length} records repeated\n`);
      expect(consumer.status()).not.toHaveProperty('incidents');

      const breaks = keys.map((key) => ({ key, count: orderBreaks(counted, key) })).filter(({ count }) => count > 0);
      const moved = keys.filter((key) => {
        const bytes = Buffer.from(key);
        return partitionForKey(bytes, before) !== partitionForKey(bytes, after);
      });
      expect(moved.length).toBeGreaterThan(0);
      expect(breaks.filter(({ key }) => !moved.includes(key))).toEqual([]);
      // A key moves once: what comes later in its new partition can overtake what is left of it in the old one.
      expect(Math.max(0, ...breaks.map(({ count }) => count))).toBeLessThanOrEqual(1);
    },
    150_000,
  );
});

/** How often a first delivery of the key came after that of a later event. */
function orderBreaks(counted: readonly string[], key: string): number {
  const seenRounds = [...new Set(counted)]
    .filter((item) => item.startsWith(`${key}:`))
    .map((item) => Number(item.split(':')[1]));
  return seenRounds.filter((round, index) => index > 0 && round < seenRounds[index - 1]!).length;
}
