import { expect, it } from '@jest/globals';
import { memoryStateStore, ShopBench, shopTopic, Sold, type Sale } from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';

it('takes events that name no id for others once their topic was recreated', async () => {
  const handled: number[] = [];
  const named = new Set<string>();
  const bench = await ShopBench.open({
    state: memoryStateStore(),
    handlers: [
      {
        kind: 'single',
        name: 'counts',
        definitions: [Sold],
        handle: async (sale) => {
          const { event, envelope } = sale as Delivery<Sale>;
          named.add(`${envelope.source} ${envelope.id}`);
          handled.push(event.quantity);
        },
      },
    ],
  });
  await bench.sell({ quantity: 1 }, { quantity: 2 });
  const before = await bench.start();
  await bench.settled();
  await bench.stop(before);
  bench.transport.log.deleteTopic(shopTopic);
  await bench.transport.admin().ensureTopics([{ name: shopTopic, partitions: 1 }]);
  await bench.sell({ quantity: 3 }, { quantity: 4 }, { quantity: 5 });
  const after = await bench.start();
  await bench.until(() => after.status().incidents?.length === 1);
  await after.acceptGap(shopTopic, 0);
  await bench.settled();
  expect(handled).toEqual([1, 2, 3, 4, 5]);
  expect(named.size).toBe(5);
  await bench.close();
});
