import { afterEach, expect, it } from '@jest/globals';
import { holdsTopic, spillwayHeaders } from '@spillway/events';
import { on, ShopBench, shopTopic, Sold } from '@spillway/testing';

let bench: ShopBench;
afterEach(() => bench?.close());

it('sends back what has followed an event of which there is no dead letter', async () => {
  const handled: string[] = [];
  const handler = on(Sold, ({ item }) => void handled.push(item));
  bench = await ShopBench.open({ handlers: [handler], topic: { whenDeadLettered: 'hold' } });
  const consumer = await bench.start();
  // As an owner has left it that did not come to write the dead letter, whose event a zombie has completed then.
  const marker = { offset: 0, first: { offset: 0, redriveCount: 0 } };
  await bench.transport.sink().append({
    topic: holdsTopic(shopTopic, 'stock'),
    partition: 0,
    key: Buffer.from('cup'),
    value: Buffer.from(JSON.stringify(marker)),
    headers: { [spillwayHeaders.epoch]: '1' },
  });
  await bench.clock.advance(1_000);
  await bench.sell({ item: 'other' }, { item: 'cup' }, { item: 'cup' });
  await bench.settled();
  expect(handled).toEqual(['other']);
  const sent = consumer.releaseKey(shopTopic, Buffer.from('cup'));
  await bench.settled();
  expect([await sent, handled]).toEqual([2, ['other', 'cup', 'cup']]);
});
