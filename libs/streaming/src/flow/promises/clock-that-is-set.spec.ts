import { afterEach, describe, expect, it } from '@jest/globals';
import { on, ShopBench, Sold, virtualClock } from '@spillway/testing';
import { memoryTransport } from '../../memory/memory-transport.js';

const delayMs = 600_000;

let bench: ShopBench;
afterEach(() => bench?.close());

describe('a retry, when the clock of the process is set while it waits', () => {
  it.each([3_600_000, -3_600_000])('comes when it is due (by %i ms)', async (byMs) => {
    const clock = virtualClock();
    const startMs = clock.nowMs();
    const triedAtMs: number[] = [];
    const handler = on(Sold, () => {
      triedAtMs.push(clock.steadyMs());
      throw new Error('not yet');
    });
    bench = await ShopBench.open({
      handlers: [handler],
      clock,
      // The broker has a clock of its own, that nobody sets.
      transport: memoryTransport({ clock: { ...clock, nowMs: () => startMs + clock.steadyMs() } }),
      topic: { retry: { delaysMs: [delayMs] } },
    });
    await bench.start();
    await bench.sell({ item: 'a', id: '1' });
    await clock.advance(1_000);
    clock.set(byMs);
    await bench.until(() => triedAtMs.length === 2, 2 * 3_600_000);
    const [firstMs, secondMs] = triedAtMs as [number, number];
    expect(secondMs - firstMs).toBeGreaterThanOrEqual(delayMs);
    expect(secondMs - firstMs).toBeLessThanOrEqual(delayMs + 1_000);
  });
});
