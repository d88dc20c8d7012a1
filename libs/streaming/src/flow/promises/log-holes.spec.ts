import { describe, expect, it } from '@jest/globals';
import { memoryStateStore, ShopBench, shopTopic, Sold, type Sale } from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';
import { suspend } from '../../group/outcome.js';
import type { HandlerBinding } from '../../group/handler-binding.js';

const partition = { topic: shopTopic, partition: 0 };

/** A group with state on a log with holes, as transaction markers and compaction leave them. */
async function withState() {
  const handled: string[] = [];
  const state = memoryStateStore();
  const counts: HandlerBinding = {
    kind: 'single',
    name: 'counts',
    definitions: [Sold],
    handle: (delivery) => {
      const { item } = (delivery as Delivery<Sale>).event;
      handled.push(item);
      return item === 'waits' ? suspend('gateway', { forMs: 60_000 }) : undefined;
    },
  };
  const bench = await ShopBench.open({ handlers: [counts], state });
  const hole = (): void => bench.transport.log.skipOffsets(shopTopic, 0, 1);
  const done = async () => (await state.inbox.load('stock', [partition]))[0];
  return { bench, handled, hole, done, log: bench.transport.log };
}

describe('holes of the log, in a group with state', () => {
  it('are not taken for lost records once the log begins behind them', async () => {
    const { bench, hole, done, log } = await withState();
    await bench.sell({ item: 'a', id: 'a' });
    hole();
    await bench.sell({ item: 'b', id: 'b' }, { item: 'c', id: 'c' });
    hole();
    const before = await bench.start();
    await bench.settled();
    await bench.stop(before);
    expect(await done()).toMatchObject({ watermark: 5, runs: [] });
    log.trim(shopTopic, 0, 5);
    const after = await bench.start();
    await bench.settled();
    expect(after.status()).toMatchObject({ state: 'running' });
    await bench.close();
  });

  it('are noted within a commit interval where no record follows', async () => {
    const { bench, hole, done } = await withState();
    await bench.sell({ item: 'a', id: 'a' });
    await bench.start();
    await bench.settled();
    hole();
    await bench.clock.advance(2_500);
    expect(await done()).toMatchObject({ watermark: 2, runs: [] });
    await bench.close();
  });

  it('are noted within a commit interval where the next record has to wait', async () => {
    const { bench, handled, hole, done } = await withState();
    await bench.sell({ item: 'a', id: 'a' });
    hole();
    await bench.sell({ item: 'waits', id: 'b' });
    await bench.start();
    await bench.until(() => handled.length === 2);
    await bench.clock.advance(2_500);
    expect(await done()).toMatchObject({ watermark: 2, runs: [] });
    await bench.close();
  });

  it('are not committed before they are noted, at a rebalance either: who comes next begins there', async () => {
    const { bench, hole, done } = await withState();
    const before = await bench.start();
    hole();
    await bench.until(() => before.status().partitions[0]!.doneOffset === 1n, 1_000);
    await bench.start();
    const [committed] = await bench.transport.admin().committed('stock', [shopTopic]);
    expect(Number(committed!.offset)).toBeLessThanOrEqual((await done())?.watermark ?? 0);
    await bench.close();
  });

  it('do not keep a group from going on after a restart, however many there are', async () => {
    const { bench, handled, hole, done } = await withState();
    for (let index = 0; index < 450; index++) {
      await bench.sell({ item: `item-${index}`, id: `id-${index}` });
      hole();
    }
    const before = await bench.start();
    await bench.until(() => handled.length === 450);
    await bench.stop(before);
    expect((await done())!.runs.length).toBeLessThan(3);
    await bench.sell({ item: 'new', id: 'new' });
    await bench.start();
    await bench.until(() => handled.at(-1) === 'new', 60_000);
    await bench.close();
  });
});
