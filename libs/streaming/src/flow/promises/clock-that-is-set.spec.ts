import { afterEach, describe, expect, it } from '@jest/globals';
import { retryTopic } from '@spillway/events';
import { on, ShopBench, shopTopic, Sold, virtualClock } from '@spillway/testing';
import { WaitingRecords } from '../../dead-letters/waiting-records.js';
import { memoryTransport } from '../../memory/memory-transport.js';

const delayMs = 600_000;
const tier = retryTopic(shopTopic, 'stock', '10m');

let bench: ShopBench;
let triedAtMs: number[];
afterEach(() => bench?.close());

/** A member whose handler fails once, and a broker with a clock of its own, that nobody sets. */
async function open(): Promise<ShopBench> {
  const clock = virtualClock();
  const startMs = clock.nowMs();
  triedAtMs = [];
  const handler = on(Sold, () => {
    triedAtMs.push(clock.steadyMs());
    if (triedAtMs.length === 1) throw new Error('not yet');
  });
  return ShopBench.open({
    handlers: [handler],
    clock,
    transport: memoryTransport({ clock: { ...clock, nowMs: () => startMs + clock.steadyMs() } }),
    topic: { retry: { delaysMs: [delayMs] } },
  });
}

/** In small steps: answers to appends take no time. */
async function passes(ms: number): Promise<void> {
  const untilMs = bench.clock.steadyMs() + ms;
  await bench.until(() => bench.clock.steadyMs() >= untilMs);
}

async function expectRetriedWhenDue(): Promise<void> {
  await bench.until(() => triedAtMs.length === 2, 2 * 3_600_000);
  const [firstMs, secondMs] = triedAtMs as [number, number];
  expect(secondMs - firstMs).toBeGreaterThanOrEqual(delayMs);
  expect(secondMs - firstMs).toBeLessThanOrEqual(delayMs + 1_000);
}

describe('a retry, when the clock of the process is set', () => {
  it.each([3_600_000, -3_600_000])('while it waits, comes when it is due (by %i ms)', async (byMs) => {
    bench = await open();
    await bench.start();
    await bench.sell({ item: 'a', id: '1' });
    await passes(1_000);
    bench.clock.set(byMs);
    await expectRetriedWhenDue();
  });

  it.each([60_000, -60_000, 3_600_000, -3_600_000])(
    'before it starts anew, comes when it is due (by %i ms)',
    async (byMs) => {
      bench = await open();
      const first = await bench.start();
      await bench.sell({ item: 'a', id: '1' });
      await passes(1_000);
      await bench.stop(first);
      bench.clock.set(byMs);
      await bench.start();
      await expectRetriedWhenDue();
    },
  );

  it('leaves nothing to handle where the brokers were asked for their time, however often', async () => {
    bench = await open();
    await bench.stop(await bench.start());
    await bench.start();
    await bench.sell({ item: 'a', id: '1' });
    await passes(1_000);
    expect(await bench.records(tier)).toHaveLength(1);
    for (let restarts = 0; restarts < 3; restarts++) {
      await bench.stop(bench.running[0]!);
      await bench.start();
      await passes(1_000);
    }
    expect(await bench.records(tier)).toHaveLength(4);
    const { records } = await new WaitingRecords(bench.group, bench.transport).list({ limit: 10 });
    expect(records.map(({ record }) => record.offset)).toEqual([0]);
    await expectRetriedWhenDue();
    await bench.settled();
    await bench.sell({ item: 'a', id: '2' });
    await bench.settled();
    expect(triedAtMs).toHaveLength(3);
    expect(await bench.deadLetters()).toEqual([]);
  });
});
