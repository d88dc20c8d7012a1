import { afterEach, expect, it } from '@jest/globals';
import { retryTopic } from '@spillway/events';
import { memoryStateStore, on, ShopBench, shopTopic, Sold } from '@spillway/testing';
import type { GroupConsumer } from '../group-consumer.js';

const tier = retryTopic(shopTopic, 'stock', '10s');

let bench: ShopBench;
let seen: string[];
afterEach(() => bench?.close());

/** A group whose log loses 'fails', which waits in a tier, and 'done' behind it: it stands at the new end. */
async function cutBehindCopy(
  ordering: 'key' | 'none',
  { isStateful }: { readonly isStateful: boolean },
): Promise<GroupConsumer> {
  seen = [];
  let isBroken = true;
  const handler = on(Sold, ({ item }) => {
    seen.push(item);
    if (item === 'fails' && isBroken) throw new Error('not yet');
  });
  bench = await ShopBench.open({
    handlers: [handler],
    topic: { ordering, retry: { delaysMs: [10_000] } },
    ...(isStateful ? { state: memoryStateStore() } : {}),
  });
  await bench.sell({ item: 'before' }, { item: 'fails' }, { item: 'done' });
  const first = await bench.start();
  await bench.until(async () => seen.length === 3 && (await bench.records(tier)).length === 1);
  await bench.clock.advance(2_000);
  await bench.stop(first);
  bench.transport.log.cut(shopTopic, 0, 1);
  isBroken = false;
  const consumer = await bench.start();
  await bench.until(() => consumer.status().incidents !== undefined);
  expect(consumer.status().incidents).toMatchObject([{ kind: 'log-ends-early', resumeOffset: 1 }]);
  expect(seen.splice(0)).toEqual(['before', 'fails', 'done']);
  return consumer;
}

const kinds = (['key', 'none'] as const).flatMap((ordering) =>
  [false, true].map((isStateful) => [ordering, { isStateful }] as const),
);

it.each(kinds)(
  'handles what is written where the record of a copy lay, after the copy has ended: %s order, %j',
  async (ordering, options) => {
    const consumer = await cutBehindCopy(ordering, options);
    await consumer.acceptGap(shopTopic, 0);
    await bench.until(() => seen.includes('fails'));
    await bench.sell({ item: 'new' }, { item: 'newer' });
    await bench.settled();
    expect(seen).toEqual(['fails', 'new', 'newer']);
    expect(await bench.deadLetters()).toEqual([]);
  },
);

it.each(kinds)(
  'handles what is written where the record of a copy lay, while the copy waits: %s order, %j',
  async (ordering, options) => {
    const consumer = await cutBehindCopy(ordering, options);
    await bench.sell({ item: 'fails' }, { item: 'new' });
    await consumer.acceptGap(shopTopic, 0);
    await bench.until(() => seen.includes('new'));
    expect(seen).toEqual(ordering === 'key' ? ['new'] : ['fails', 'new']);
    await bench.settled();
    expect(seen.toSorted()).toEqual(['fails', 'fails', 'new']);
    expect(await bench.deadLetters()).toEqual([]);
  },
);
