import { afterEach, expect, it } from '@jest/globals';
import { memoryStateStore, shopTopic, waitUntil, type HandleSales } from '@spillway/testing';
import { alarmLog } from '../support/alarm-log.js';
import { items, lossLedger, shopOnKafka, type ShopOnKafka } from '../support/shop-on-kafka.js';
import { describeWithStack } from '../support/stack.js';
import { isDrained, stockProcess, type StockProcess } from '../support/stock-process.js';

describeWithStack('a topic deleted and recreated', ({ brokers }) => {
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
      const logger = alarmLog();
      const gate = Promise.withResolvers<void>();
      let waits = false;
      const handle: HandleSales = (sales) => {
        if (!sales.some(({ event }) => event.item.startsWith('undone'))) return undefined;
        waits = true;
        return gate.promise;
      };
      const start = async (): Promise<StockProcess> => {
        const { transport } = shop;
        const process = stockProcess({
          transport,
          counted,
          ledger,
          logger,
          handle,
          limits: { lagIntervalMs: 500 },
          ...(state === undefined ? {} : { state }),
        });
        processes.push(process);
        await process.consumer.start();
        return process;
      };
      await shop.sell(0, items('old-a', 5));
      await shop.sell(1, items('old-b', 5));
      const before = await start();
      await waitUntil('the old ones are done', () => isDrained([before], 2), 30_000);
      await before.consumer.stop();
      // In the log when it begins: so far the topic is surely known to have held anything.
      await shop.sell(0, items('undone', 3));
      const first = await start();
      await waitUntil('three more are in its hands', () => waits, 30_000);
      if (!isRunning) await first.consumer.stop();

      await shop.recreateTopic(2);
      await shop.sell(0, items('new-a', 8));
      await shop.sell(1, items('new-b', 8));
      const { consumer } = isRunning ? first : await start();
      await waitUntil('both stop', () => consumer.status().incidents?.length === 2, 60_000);
      expect(consumer.status().state).toBe('stopped-at-gap');
      gate.reject(new Error('its topic is gone'));
      // Who did not see the old life cannot know what it held; who did names it exactly.
      const lost = isRunning ? [{ partition: 0, offset: 5, lastOffset: 7, causeCode: 'SPW-5040' }] : [];
      expect(ledger.lost).toMatchObject(lost);
      const alarms = logger.alarms.filter(({ code }) => code === 'SPW-5040');
      expect(alarms.map(({ topic, partition }) => `${topic}/${partition}`).toSorted()).toEqual(
        [0, 1].map((partition) => `${shopTopic}/${partition}`),
      );
      expect(consumer.status().incidents?.map(({ kind, code }) => `${kind} ${code}`)).toEqual(
        Array(2).fill('topic-recreated SPW-5040'),
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
      expect(ledger.lost).toMatchObject(lost);
    },
    150_000,
  );
});
