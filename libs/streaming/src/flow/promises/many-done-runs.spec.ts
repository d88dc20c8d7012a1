import { expect, it } from '@jest/globals';
import { memoryStateStore, ShopBench, shopTopic, Sold, type Sale } from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';

/** Every second record waits behind the first, the others are done. */
const sales = Array.from({ length: 900 }, (_, index) => ({ item: index % 2 === 0 ? 'slow' : `quick-${index}` }));

it.each([true, false])('takes what is undone before the runs that a crash has left (state: %s)', async (hasState) => {
  let isStuck = true;
  const handled: number[] = [];
  const bench = await ShopBench.open({
    ...(hasState ? { state: memoryStateStore() } : {}),
    handlers: [
      {
        kind: 'single',
        name: 'counts',
        definitions: [Sold],
        handle: async (delivery, { signal }) => {
          const { event, offset } = delivery as Delivery<Sale>;
          if (event.item === 'slow' && isStuck) {
            await bench.clock.sleep(1_000_000, signal);
            signal.throwIfAborted();
          }
          handled.push(Number(offset));
        },
      },
    ],
  });
  await bench.sell(...sales);
  const before = await bench.start();
  await bench.until(() => handled.length >= 400);
  await bench.clock.advance(2_500);
  expect(before.status().partitions[0]).toMatchObject({ topic: shopTopic, doneOffset: 0n });
  await bench.stop(before);
  isStuck = false;
  await bench.start();
  await bench.until(() => new Set(handled).size === sales.length, 60_000);
  await bench.close();
});
