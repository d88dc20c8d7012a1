import { afterEach, expect, it } from '@jest/globals';
import { defineGroup } from '@spillway/streaming';
import { Counted, shopTopic, stockGroup, waitUntil } from '@spillway/testing';
import { alarmLog } from '../support/alarm-log.js';
import { items, lossLedger, shopOnKafka, type ShopOnKafka } from '../support/shop-on-kafka.js';
import { describeWithStack } from '../support/stack.js';
import { isDrained, stockProcess, type StockProcess, type StockProcessOptions } from '../support/stock-process.js';

const inOrder = defineGroup('stock', {
  startFrom: 'beginning',
  topics: { [shopTopic]: { ordering: 'partition', ignore: [Counted] } },
});

describeWithStack('a log trimmed past the position of a group', ({ brokers }) => {
  let shop: ShopOnKafka;
  let processes: StockProcess[] = [];
  const counted: string[] = [];
  let logger = alarmLog();
  afterEach(async () => {
    await Promise.all(processes.map(({ consumer }) => consumer.stop()));
    await shop.close();
    processes = [];
    counted.length = 0;
    logger = alarmLog();
  });

  async function start(options: Partial<StockProcessOptions>): Promise<StockProcess> {
    const process = stockProcess({ transport: shop.transport, counted, logger, ...options });
    processes.push(process);
    await process.consumer.start();
    return process;
  }

  function expectAlarm(partition: number): void {
    const alarms = logger.alarms.filter(({ code }) => code === 'SPW-5009');
    expect(alarms).toMatchObject([
      { topic: shopTopic, partition, message: expect.stringContaining('the log begins at') },
    ]);
  }

  async function expectOursCommitted(partition: number, offset: bigint): Promise<void> {
    const admin = shop.transport.admin();
    const find = async () =>
      (await admin.committed(stockGroup.name, [shopTopic])).find((each) => each.partition === partition);
    await waitUntil('our position is committed', async () => (await find())?.offset === offset, 20_000);
    expect((await find())?.metadata).toMatch(/^r3:/);
    expect(await admin.overwritten(stockGroup.name, [shopTopic])).toEqual([]);
  }

  it('while it was away: the exact gap is recorded, the partition stops, others go on; accepted, nothing else is lost', async () => {
    shop = await shopOnKafka(brokers, { partitions: 2 });
    const ledger = lossLedger();
    await shop.sell(0, items('a', 10));
    const first = await start({});
    await waitUntil('the first are done', () => isDrained([first], 2), 30_000);
    await first.consumer.stop();
    await shop.sell(0, items('lost', 20));
    await shop.sell(0, items('kept', 5));
    await shop.sell(1, items('b', 5));
    await shop.trim(0, 30);
    const { consumer } = await start({ ledger });
    await waitUntil('others go on', () => counted.includes('b4'), 30_000);
    expect(consumer.status()).toMatchObject({
      state: 'stopped-at-gap',
      incidents: [{ kind: 'trimmed', partition: 0, lost: [[10, 29]], resumeOffset: 30 }],
    });
    expect(ledger.lost).toMatchObject([{ partition: 0, offset: 10, lastOffset: 29, causeCode: 'SPW-5009' }]);
    expectAlarm(0);
    await expectOursCommitted(0, 10n);
    await consumer.acceptGap(shopTopic, 0);
    await waitUntil('the rest is done', () => isDrained([{ ...first, consumer }], 2), 30_000);
    const isOfOther = (item: string): boolean => item.startsWith('b');
    expect(counted.filter((item) => !isOfOther(item))).toEqual([...items('a', 10), ...items('kept', 5)]);
    expect(counted.filter(isOfOther)).toEqual(items('b', 5));
  }, 120_000);

  it.each([
    ['noticed by a look at the log', 1_000],
    ['noticed by the reset of the client', 120_000],
  ])(
    'while it rests, %s: our commit survives, what was fetched is handled, the exact gap is recorded',
    async (_, lagIntervalMs) => {
      shop = await shopOnKafka(brokers, {
        partitions: 1,
        environment: { SPILLWAY_KAFKA_FETCH_PARTITION_BYTES: '20000' },
      });
      const ledger = lossLedger();
      const all = items('a', 4_000);
      await shop.sell(0, all);
      const gate = Promise.withResolvers<void>();
      const { consumer } = await start({
        group: inOrder,
        ledger,
        handle: () => gate.promise,
        limits: { lagIntervalMs, maxQueuedBytes: 50_000, maxRoundRecords: 100 },
      });
      await waitUntil('it works', () => consumer.status().partitions.length === 1, 30_000);
      // Long enough for all that it fetches while nothing gets on.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await shop.trim(0, 3_900);
      if (lagIntervalMs > 10_000) gate.resolve();
      await waitUntil('the gap is noticed', () => consumer.status().incidents !== undefined, 60_000);
      const [[first]] = consumer.status().incidents![0]!.lost as [[number, number]];
      expect(consumer.status().incidents).toMatchObject([{ kind: 'trimmed', lost: [[first, 3_899]] }]);
      expectAlarm(0);
      expect(first).toBeLessThan(3_900);
      if (lagIntervalMs < 10_000) {
        expect(counted).toEqual([]);
        await expectOursCommitted(0, 0n);
        gate.resolve();
      }
      await waitUntil('what was fetched is done', () => counted.length >= first, 30_000);
      await expectOursCommitted(0, BigInt(first));
      await consumer.acceptGap(shopTopic, 0);
      await waitUntil('the rest is done', () => counted.length >= first + 100, 30_000);
      expect(counted).toEqual([...all.slice(0, first), ...all.slice(3_900)]);
      expect(ledger.lost).toMatchObject([{ offset: first, lastOffset: 3_899 }]);
      await expectOursCommitted(0, 4_000n);
    },
    150_000,
  );

  it('while the breaker of a dependency is open: our commit survives, the exact gap is recorded, nothing else is lost', async () => {
    shop = await shopOnKafka(brokers, {
      partitions: 1,
      environment: { SPILLWAY_KAFKA_FETCH_PARTITION_BYTES: '20000' },
    });
    const ledger = lossLedger();
    const all = items('a', 4_000);
    await shop.sell(0, all);
    let till: 'open' | 'away' | 'back' = 'open';
    const away = Object.assign(new Error('the till is away'), { code: 'ECONNREFUSED' });
    const { consumer } = await start({
      group: inOrder,
      ledger,
      handle: () => {
        if (till === 'away') throw away;
        if (till === 'open' && counted.length >= 200) till = 'away';
      },
      limits: { lagIntervalMs: 1_000, maxQueuedBytes: 50_000, maxRoundRecords: 100 },
    });
    await waitUntil('the breaker is open', () => consumer.report().breakers.length === 1, 30_000);
    const done = BigInt(counted.length);
    await expectOursCommitted(0, done);
    await shop.trim(0, 3_900);
    await waitUntil('the gap is noticed', () => consumer.status().incidents !== undefined, 60_000);
    const [[first]] = consumer.status().incidents![0]!.lost as [[number, number]];
    expect(consumer.status().incidents).toMatchObject([{ kind: 'trimmed', lost: [[first, 3_899]] }]);
    expectAlarm(0);
    expect(first).toBeGreaterThan(Number(done));
    expect(counted).toHaveLength(Number(done));
    await expectOursCommitted(0, done);
    till = 'back';
    await waitUntil('what was fetched is done', () => counted.length >= first, 60_000);
    await expectOursCommitted(0, BigInt(first));
    await consumer.acceptGap(shopTopic, 0);
    await waitUntil('the rest is done', () => counted.length >= first + 100, 30_000);
    expect(counted).toEqual([...all.slice(0, first), ...all.slice(3_900)]);
    expect(ledger.lost).toMatchObject([{ offset: first, lastOffset: 3_899 }]);
    await expectOursCommitted(0, 4_000n);
  }, 180_000);
});
