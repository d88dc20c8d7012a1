import { afterEach, describe, expect, it } from '@jest/globals';
import { memoryStateStore, onBatch, ShopBench, Sold, virtualClock, type ShopBenchOptions } from '@spillway/testing';
import { noMetrics } from '../../ports/metrics.js';
import { silentLogger } from '../../ports/logger.js';
import { Breakers } from '../../outage/breakers.js';

const timeoutMs = 60_000;
const many = 64;

let bench: ShopBench;
afterEach(() => bench?.close());

/** Sells many items to a batch handler that hangs, until its time is over, when a call has one of those. */
async function sold(hangsAt: (item: string) => boolean, options: Partial<ShopBenchOptions>): Promise<string[][]> {
  const calls: string[][] = [];
  const handler = onBatch(
    Sold,
    async (deliveries, { signal }) => {
      const items = deliveries.map(({ event }) => event.item);
      calls.push(items);
      if (!items.some(hangsAt)) return;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    },
    { name: 'count-stock', timeoutMs, dependencies: ['warehouse'] },
  );
  bench = await ShopBench.open({ handlers: [handler], ...options });
  const sales = Array.from({ length: many }, (_, index) => ({ item: `i${index}`, id: `e${index}` }));
  await bench.sell(...sales);
  await bench.start();
  return calls;
}

const stores = [
  ['without state', () => ({})],
  ['with state', () => ({ state: memoryStateStore() })],
] as const;

describe.each(stores)('a batch that runs out of time, %s', (_, state) => {
  it('has failed as a whole, at once, and what it depends on is asked by single probes', async () => {
    const clock = virtualClock();
    const breakers = new Breakers({ clock, logger: silentLogger, metrics: noMetrics });
    const calls = await sold(() => true, { ...state(), clock, breakers, topic: { retry: { delaysMs: [10_000] } } });
    await bench.until(async () => (await bench.records('shop.sales.stock.retry.10s')).length === many, 2 * timeoutMs);
    expect(calls.map(({ length }) => length)).toEqual([many]);
    expect(breakers.get('warehouse').state).not.toBe('closed');
    await bench.clock.advance(5 * timeoutMs);
    expect(calls.slice(1).every(({ length }) => length === 1)).toBe(true);
    expect(calls.length).toBeLessThan(8);
  });

  it.each([
    ['in a tier', { retry: { delaysMs: [10_000] } }],
    ['in place', {}],
  ])('is tried again one by one, %s: only what hangs is given up', async (__, topic) => {
    const calls = await sold((item) => item === 'i7', { ...state(), topic });
    await bench.settled();
    const own = calls.filter((items) => items.includes('i7')).length;
    expect(calls.map(({ length }) => length)).toEqual([many, ...Array.from({ length: calls.length - 1 }, () => 1)]);
    expect(calls.length).toBe(many + own - 1);
    const letters = await bench.deadLetters();
    expect(letters.map(({ key }) => String(key))).toEqual(['i7']);
    expect(String(letters[0]!.headers['spillway-error-code'])).toBe('SPW-5030');
  });
});
