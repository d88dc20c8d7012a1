import { afterEach, expect, it } from '@jest/globals';
import { memoryStateStore, shopTopic, waitUntil } from '@spillway/testing';
import { items, lossLedger, shopOnKafka, type ShopOnKafka } from '../support/shop-on-kafka.js';
import { describeWithStack } from '../support/stack.js';
import { isDrained, stockProcess, type StockProcess } from '../support/stock-process.js';

describeWithStack('a topic deleted and made again', ({ brokers }) => {
  let shop: ShopOnKafka;
  let processes: StockProcess[] = [];
  afterEach(async () => {
    await Promise.all(processes.map(({ consumer }) => consumer.stop()));
    await shop.close();
    processes = [];
  });

  it.each([
    ['while its group runs', { isRunning: true }],
    ['while its group with state is away', { isRunning: false, state: memoryStateStore() }],
  ])(
    '%s: each partition stops until somebody accepts it, then its new life is read from its beginning',
    async (_, { isRunning, state }: { isRunning: boolean; state?: ReturnType<typeof memoryStateStore> }) => {
      shop = await shopOnKafka(brokers, { partitions: 2 });
      const counted: string[] = [];
      const ledger = lossLedger();
      const start = async (): Promise<StockProcess> => {
        const { transport } = shop;
        const process = stockProcess({
          transport,
          counted,
          ledger,
          limits: { lagIntervalMs: 500 },
          ...(state === undefined ? {} : { state }),
        });
        processes.push(process);
        await process.consumer.start();
        return process;
      };
      await shop.sell(0, items('old-a', 5));
      await shop.sell(1, items('old-b', 5));
      const first = await start();
      await waitUntil('the old ones are done', () => isDrained([first], 2), 30_000);
      if (!isRunning) await first.consumer.stop();

      await shop.recreateTopic(2);
      await shop.sell(0, items('new-a', 8));
      await shop.sell(1, items('new-b', 8));
      const { consumer } = isRunning ? first : await start();
      await waitUntil('both stop', () => consumer.status().incidents?.length === 2, 60_000);
      expect(consumer.status().state).toBe('stopped-at-gap');
      expect(consumer.status().incidents?.map(({ kind, code }) => `${kind} ${code}`)).toEqual(
        Array(2).fill('topic-made-again SPW-5040'),
      );
      // A running client may read on at its offset before it is noticed: that is handled again from the beginning.
      const early = counted.filter((item) => item.startsWith('new'));
      expect(early.filter((item) => !isRunning || Number(item.slice(5)) < 5)).toEqual([]);

      await consumer.acceptGap(shopTopic, 0);
      await waitUntil('one goes on', () => counted.includes('new-a0'), 30_000);
      expect(consumer.status().incidents).toMatchObject([{ partition: 1 }]);
      await consumer.acceptGap(shopTopic, 1);
      await waitUntil('the other goes on', () => counted.includes('new-b0'), 30_000);
      await waitUntil('all is done', () => isDrained([{ ...first, consumer }], 2), 30_000);
      const fresh = counted.filter((item) => item.startsWith('new'));
      expect(new Set(fresh)).toEqual(new Set([...items('new-a', 8), ...items('new-b', 8)]));
      expect(fresh).toHaveLength(16 + early.length);
      expect(counted).toHaveLength(26 + early.length);
      expect(ledger.lost).toEqual([]);
    },
    150_000,
  );
});
