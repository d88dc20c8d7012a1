import { afterEach, expect, it } from '@jest/globals';
import { on, ShopBench, shopTopic, Sold, type Sale } from '@spillway/testing';

let bench: ShopBench;
afterEach(() => bench?.close());

it.each([
  ['retry topics', { retry: { delaysMs: [10_000] } }],
  ['a redrive topic', {}],
])(
  'a group that began at the end skips nothing when its commits are gone, though all it did succeeded: with %s',
  async (_, topic) => {
    const seen: number[] = [];
    const handler = on(Sold, (sale: Sale) => void seen.push(sale.quantity));
    bench = await ShopBench.open({ handlers: [handler], topic, startFrom: 'latest', partitions: 2 });
    const first = await bench.start();
    await bench.sell({ quantity: 1, id: '1' });
    await bench.until(() => seen.length === 1);
    await bench.settled();
    await bench.stop(first);
    bench.transport.log.group('stock').forget();
    await bench.sell({ quantity: 2, id: '2' });
    const consumer = await bench.start();
    expect(consumer.status().state).toBe('stopped-at-gap');
    const stopped = consumer.status().incidents!.filter((incident) => incident.topic === shopTopic);
    expect(stopped).toMatchObject([{ kind: 'position-gone' }, { kind: 'position-gone' }]);
    await consumer.startFrom('beginning');
    await bench.until(() => seen.includes(2));
    await bench.settled();
    expect(await bench.deadLetters()).toEqual([]);
  },
);
