import { expect, it } from '@jest/globals';
import { retryTopic } from '@spillway/events';
import { ShopBench, shopTopic, Sold, type Sale } from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';
import { deadLetter } from '../../group/outcome.js';
import type { DeliveryLedger } from '../../ports/delivery-ledger.js';

it('tells the ledger which life of its topic a delivery belongs to, plain or not', async () => {
  const told: string[] = [];
  const ledger: DeliveryLedger = {
    completed: ({ topic, topicId, first }) => void told.push(`${topic} ${topicId} ${first} completed`),
    noted: ({ topic, topicId, origin, outcome }) =>
      void told.push(`${topic} ${topicId} ${outcome} of ${origin?.topicId}`),
    flush: () => Promise.resolve(),
    isFull: false,
  };
  const bench = await ShopBench.open({
    ledger,
    topic: { retry: { delaysMs: [10_000] } },
    handlers: [
      {
        kind: 'single',
        name: 'counts',
        definitions: [Sold],
        handle: (delivery) => {
          const { event, attempt } = delivery as Delivery<Sale>;
          if (event.item === 'good') return undefined;
          if (attempt === 1) throw new Error('not yet');
          return deadLetter('no');
        },
      },
    ],
  });
  await bench.sell({ item: 'good' }, { item: 'bad' });
  await bench.start();
  await bench.settled();
  await bench.close();
  const tier = retryTopic(shopTopic, 'stock', '10s');
  const [id, tierId] = await Promise.all([shopTopic, tier].map((topic) => bench.transport.admin().topicId(topic)));
  expect(told).toEqual([
    `${shopTopic} ${id} 0 completed`,
    `${shopTopic} ${id} retried of undefined`,
    `${tier} ${tierId} dead-lettered of ${id}`,
  ]);
});
