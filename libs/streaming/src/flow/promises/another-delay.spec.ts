import { afterEach, expect, it } from '@jest/globals';
import { on, ShopBench, Sold } from '@spillway/testing';

const before = { retry: { delaysMs: [10_000] } };
const after = { retry: { delaysMs: [20_000] } };
const benches: ShopBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

it('keeps the order of keys while members with another delay come beside those from before', async () => {
  const partitions = 3;
  const seen: string[] = [];
  const handlerOf = (who: string) =>
    on(Sold, ({ item, quantity }, { attempt }) => {
      seen.push(`${item} ${quantity} by ${who}`);
      if (quantity === 1 && attempt === 1) throw new Error('not yet');
    });
  const old = await ShopBench.open({ handlers: [handlerOf('old')], partitions, topic: before });
  benches.push(old);
  await old.start();
  const { transport, clock } = old;
  const next = await ShopBench.open({ handlers: [handlerOf('new')], partitions, topic: after, transport, clock });
  benches.push(next);
  await next.start();
  const sell = (quantity: number) =>
    next.sell(
      ...[0, 1, 2].map((partition) => ({ item: `k${partition}`, quantity, partition, id: `${quantity}-${partition}` })),
    );
  await sell(1);
  await next.until(() => seen.length === 3);
  await next.start();
  await sell(2);
  await next.settled();
  for (const item of ['k0', 'k1', 'k2']) {
    expect(seen.filter((each) => each.startsWith(item))).toEqual([1, 1, 2].map((each) => `${item} ${each} by new`));
  }
});
