import { afterEach, describe, expect, it } from '@jest/globals';
import { ShopBench, Sold } from '@spillway/testing';
import { noMetrics, type Metrics } from '../ports/metrics.js';
import type { SingleBinding } from '../group/handler-binding.js';

let bench: ShopBench;
afterEach(() => bench?.close());

/** The newest value of each gauge, by its name and the values of its labels. */
function gauges(): { readonly metrics: Metrics; readonly of: (...names: readonly string[]) => number | undefined } {
  const values = new Map<string, number>();
  const metrics: Metrics = {
    ...noMetrics,
    set: (name, value, labels = {}) => values.set([name, ...Object.values(labels)].join(' '), value),
  };
  return { metrics, of: (...names) => values.get(names.join(' ')) };
}

async function open(partitions = 1) {
  const { metrics, of } = gauges();
  let letGo: (() => void) | undefined;
  const waits = new Promise<void>((resolve) => (letGo = resolve));
  const handler: SingleBinding = { kind: 'single', name: 'count-stock', definitions: [Sold], handle: () => waits };
  bench = await ShopBench.open({ handlers: [{ ...handler, timeoutMs: 3_600_000 }], metrics, partitions });
  const lagSeconds = (partition = '0') => of('spillway_consumer_lag_seconds', 'stock', 'shop.sales', partition);
  const state = (name: string) => of('spillway_consumer_state', 'stock', name);
  return { of, lagSeconds, state, letGo: () => letGo?.() };
}

describe('lag in seconds', () => {
  it('is the age of the oldest record that is not done, and 0 when all is', async () => {
    const { lagSeconds, letGo } = await open();
    await bench.sell({ item: 'a' });
    await bench.clock.advance(30_000);
    await bench.sell({ item: 'b' });
    await bench.start();
    await bench.until(() => (lagSeconds() ?? 0) >= 90);
    expect(lagSeconds()).toBeLessThan(100);
    letGo();
    await bench.settled();
    await bench.until(() => lagSeconds() === 0);
  });

  it('shows 0 for what another member took over', async () => {
    const { lagSeconds, of } = await open(2);
    await bench.sell({ item: 'a', partition: 0 }, { item: 'b', partition: 1 });
    await bench.start();
    await bench.until(() => (lagSeconds('0') ?? 0) > 5 && (lagSeconds('1') ?? 0) > 5);
    await bench.start({ metrics: noMetrics });
    await bench.until(() => lagSeconds('0') === 0 || lagSeconds('1') === 0);
    expect([lagSeconds('0'), lagSeconds('1')].toSorted()[1]).toBeGreaterThan(5);
    const lost = lagSeconds('0') === 0 ? '0' : '1';
    expect(of('spillway_consumer_lag_records', 'stock', 'shop.sales', lost)).toBe(0);
  });
});

describe('the state of a group', () => {
  it('is the one whose gauge is 1', async () => {
    const { state, letGo } = await open();
    const consumer = await bench.start();
    expect([state('running'), state('assigning'), state('stopped'), state('failed')]).toEqual([1, 0, 0, 0]);
    letGo();
    const stopping = consumer.stop();
    expect([state('draining'), state('running')]).toEqual([1, 0]);
    await bench.until(() => state('stopped') === 1);
    await stopping;
    expect([state('draining'), state('running')]).toEqual([0, 0]);
  });
});
