import { afterEach, describe, expect, it } from '@jest/globals';
import { spillwayHeaders } from '@spillway/events';
import {
  memoryStateStore,
  on,
  outgoingSale,
  ShopBench,
  shopTopic,
  Sold,
  type ShopBenchOptions,
} from '@spillway/testing';
import type { GroupConsumer } from '../group-consumer.js';

let bench: ShopBench;
let seen: string[];
let isBroken: boolean;
afterEach(() => bench?.close());

const causes = async (): Promise<readonly string[]> =>
  (await bench.deadLetters()).map(({ headers }) => String(headers['spillway-error-code']));

async function open(options: Partial<ShopBenchOptions>): Promise<void> {
  seen = [];
  isBroken = true;
  const handler = on(Sold, ({ item, quantity }) => {
    seen.push(`${item}${quantity}`);
    if (item === 'a' && isBroken) throw new Error('no');
  });
  const topic = { retry: { delaysMs: [1_000] }, whenDeadLettered: 'hold' } as const;
  bench = await ShopBench.open({ handlers: [handler], topic, ...options });
}

const sold = (item: string, quantity: number) => ({ item, quantity, id: `${item}${quantity}` });

/** As a handler publishes them. */
async function publish(...sales: readonly ReturnType<typeof sold>[]): Promise<void> {
  const appends = sales.map((sale) => {
    const record = outgoingSale(sale);
    const headers = { ...record.headers, [spillwayHeaders.hops]: '1' };
    return bench.transport.sink().append({ ...record, partition: 0, headers });
  });
  await Promise.all(appends);
}

async function recreate(): Promise<void> {
  bench.transport.log.deleteTopic(shopTopic);
  await bench.transport.admin().ensureTopics([{ name: shopTopic, partitions: 1 }]);
}

async function release(consumer: GroupConsumer): Promise<number> {
  let sent: number | undefined;
  const releasing = consumer.releaseKey(shopTopic, Buffer.from('a')).then((count) => (sent = count));
  releasing.catch(() => (sent = -1));
  await bench.until(() => sent !== undefined);
  return releasing;
}

describe.each([
  ['without state', () => ({})],
  ['with state', () => ({ state: memoryStateStore() })],
])('a key that a dead letter of a recreated topic holds, %s', (kind, options) => {
  it.each([
    ['sold', (...sales: readonly ReturnType<typeof sold>[]) => bench.sell(...sales)],
    ['published by a handler', publish],
  ])(
    'stays held from the beginning of the new one; a release sends back what died in both, in order: events %s',
    async (_, sell) => {
      await open(options());
      await sell(sold('b', 1), sold('b', 2), sold('a', 3), sold('a', 4));
      const first = await bench.start();
      await bench.settled();
      expect(await causes()).toHaveLength(2);
      if (kind === 'with state') await bench.stop(first);
      await recreate();
      await sell(sold('a', 5), sold('b', 6), sold('a', 7), sold('a', 8));
      const consumer = kind === 'with state' ? await bench.start() : first;
      await bench.until(() => consumer.status().incidents !== undefined, 120_000);
      seen.length = 0;
      await consumer.acceptGap(shopTopic, 0);
      await bench.until(() => seen.includes('b6'));
      await bench.settled();
      expect(seen).toEqual(['b6']);
      expect((await causes()).slice(2)).toEqual(['SPW-5034', 'SPW-5034', 'SPW-5034']);
      isBroken = false;
      seen.length = 0;
      await bench.stop(consumer);
      const next = await bench.start();
      expect(next.report().flows).toMatchObject([{ heldKeys: 1 }]);
      expect(await release(next)).toBe(5);
      await bench.sell(sold('a', 9));
      await bench.settled();
      expect(seen).toEqual(['a3', 'a4', 'a5', 'a7', 'a8', 'a9']);
      expect(await bench.deadLetters()).toHaveLength(5);
    },
  );

  it('is free in the new one when it had been released in the old', async () => {
    await open(options());
    await bench.sell(sold('a', 1));
    const first = await bench.start();
    await bench.settled();
    isBroken = false;
    expect(await release(first)).toBe(1);
    await bench.settled();
    if (kind === 'with state') await bench.stop(first);
    await recreate();
    await bench.sell(sold('a', 2));
    const consumer = kind === 'with state' ? await bench.start() : first;
    await bench.until(() => consumer.status().incidents !== undefined, 120_000);
    await consumer.acceptGap(shopTopic, 0);
    isBroken = true;
    await bench.until(() => seen.includes('a2'));
    await bench.settled();
    isBroken = false;
    seen.length = 0;
    expect(await release(consumer)).toBe(1);
    await bench.settled();
    expect(seen).toEqual(['a2']);
  });
});
