import { afterEach, expect, it } from '@jest/globals';
import { on, ShopBench, shopTopic, Sold } from '@spillway/testing';
import { suspend } from '../../group/outcome.js';

let bench: ShopBench;
afterEach(() => bench?.close());

it('a log trimmed past the position while a breaker is open: nothing is skipped, the exact gap is told', async () => {
  const seen: number[] = [];
  let isAway = false;
  const handlers = [
    on(Sold, ({ quantity }) => {
      if (isAway) return suspend('till', { forMs: 5_000 });
      seen.push(quantity);
      return undefined;
    }),
  ];
  const limits = { maxQueuedBytes: 1_000, lagIntervalMs: 1_000 };
  bench = await ShopBench.open({ handlers, limits, topic: { ordering: 'partition' } });
  const sell = (from: number, to: number) =>
    bench.sell(
      ...Array.from({ length: to - from + 1 }, (_, index) => ({
        item: 'a',
        quantity: from + index,
        id: `${from + index}`,
      })),
    );
  await sell(0, 9);
  const consumer = await bench.start();
  await bench.settled();
  isAway = true;
  await sell(10, 3_999);
  await bench.until(() => consumer.report().breakers.some(({ state }) => state !== 'closed'));
  bench.transport.log.trim(shopTopic, 0, 3_900);
  await bench.until(() => consumer.status().incidents !== undefined, 120_000);
  const [first, last] = consumer.status().incidents![0]!.lost[0]! as [number, number];
  expect(last).toBe(3_899);
  expect(seen).toHaveLength(10);
  const committed = async () => (await bench.transport.admin().committed('stock', [shopTopic]))[0]?.offset;
  await bench.until(async () => (await committed()) === 10n, 60_000);
  isAway = false;
  await bench.until(() => seen.length === first, 120_000);
  await consumer.acceptGap(shopTopic, 0);
  await bench.settled();
  const numbers = Array.from({ length: 4_000 }, (_, number) => number);
  expect(seen).toEqual([...numbers.slice(0, first), ...numbers.slice(3_900)]);
});
