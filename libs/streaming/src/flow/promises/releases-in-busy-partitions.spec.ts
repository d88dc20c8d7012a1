import { afterEach, expect, it } from '@jest/globals';
import { on, ShopBench, shopTopic, Sold } from '@spillway/testing';

let bench: ShopBench;
afterEach(() => bench?.close());

it('has its turn in a partition that always has more to do, and leaves it when it was refused', async () => {
  const seen: string[] = [];
  let isBroken = true;
  const handler = on(Sold, async ({ item, quantity }) => {
    seen.push(item);
    await bench.clock.sleep(quantity * 100);
    if (isBroken && item === 'a') throw new Error('broken');
  });
  bench = await ShopBench.open({ handlers: [handler], topic: { ordering: 'partition', whenDeadLettered: 'hold' } });
  await bench.sell({ item: 'a' });
  const consumer = await bench.start();
  await bench.settled();
  isBroken = false;
  seen.length = 0;
  // The first takes longer than a release waits.
  await bench.sell({ item: 'slow', quantity: 40 }, ...Array.from({ length: 8 }, () => ({ item: 'b', quantity: 8 })));
  await bench.until(() => seen.length === 1);
  const told: unknown[] = [];
  const release = (): void => {
    const asked = consumer.releaseKey(shopTopic, Buffer.from('a'));
    asked.then(
      (sent) => told.push(sent),
      (error: unknown) => told.push(String(error)),
    );
  };
  release();
  await bench.until(() => told.length === 1);
  expect(told).toEqual([expect.stringContaining('KeyBusy: Events of the partition of the key are still on their way')]);
  release();
  await bench.until(() => told.length === 2);
  expect(told[1]).toBe(1);
  await bench.settled();
  expect(seen.filter((item) => item === 'b')).toHaveLength(8);
  // Before most of what waited.
  expect(seen.slice(0, 4)).toContain('a');
});
