import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, retryTopic } from '@spillway/events';
import { on, Returned, ShopBench, shopTopic, Sold } from '@spillway/testing';
import type { MemoryTransport } from '../memory/memory-transport.js';

let bench: ShopBench;
let isOver: boolean;
beforeEach(() => {
  isOver = false;
});
afterEach(() => bench?.close());

/** One whose members can be given up without being told. */
function silentlyLosing(transport: MemoryTransport): MemoryTransport {
  return {
    ...transport,
    source: (options) => Object.assign(transport.source(options), { isSessionOver: () => isOver }),
  };
}

describe('a member whose session is over', () => {
  it('writes no copy, and goes on when it turns out to be a member still', async () => {
    let attempts = 0;
    const handler = on(Sold, () => {
      isOver = ++attempts === 1;
      if (attempts === 1) throw new Error('not yet');
    });
    bench = await ShopBench.open({ handlers: [handler], topic: { retry: { delaysMs: [10_000] } } });
    const tier = retryTopic(shopTopic, 'stock', '10s');
    const consumer = await bench.start({ transport: silentlyLosing(bench.transport) });
    await bench.sell({ item: 'a', quantity: 1 });
    await bench.clock.advance(60_000);
    expect(attempts).toBe(1);
    expect(await bench.records(tier)).toEqual([]);
    expect(consumer.status()).toMatchObject({ state: 'suspended' });
    isOver = false;
    await bench.settled();
    expect(attempts).toBe(2);
    expect(await bench.records(tier)).toHaveLength(1);
  });

  it('publishes nothing for its handlers, and takes that for no failure of theirs', async () => {
    let attempts = 0;
    const handler = on(Sold, async ({ item }, delivery) => {
      isOver = ++attempts === 1;
      await delivery.publish(Returned, { item, quantity: 1 });
    });
    const ignore = [Returned];
    bench = await ShopBench.open({ handlers: [handler], topic: { ignore, retry: { delaysMs: [10_000] } } });
    await bench.start({ transport: silentlyLosing(bench.transport) });
    await bench.sell({ item: 'a', quantity: 1 });
    await bench.until(() => attempts === 1);
    expect(await bench.records(shopTopic)).toHaveLength(1);
    isOver = false;
    await bench.settled();
    expect(await bench.records(shopTopic)).toHaveLength(2);
    expect(await bench.records(retryTopic(shopTopic, 'stock', '10s'))).toEqual([]);
    expect(await bench.records(deadLetterTopic(shopTopic, 'stock'))).toEqual([]);
  });

  it('leaves what it had begun to its successor', async () => {
    const handler = on(Sold, (_, { attempt }) => {
      if (attempt === 1) throw new Error('not yet');
    });
    bench = await ShopBench.open({ handlers: [handler], topic: { retry: { delaysMs: [10_000] } } });
    const zombie = await bench.start({ transport: silentlyLosing(bench.transport) });
    isOver = true;
    await bench.sell({ item: 'a', quantity: 1 });
    await bench.clock.advance(5_000);
    await bench.stop(zombie);
    const tier = retryTopic(shopTopic, 'stock', '10s');
    expect(await bench.records(tier)).toEqual([]);
    await bench.start();
    await bench.settled();
    expect(await bench.records(tier)).toHaveLength(1);
  });
});
