import { afterEach, describe, expect, it } from '@jest/globals';
import { retryTopic } from '@spillway/events';
import { on, ShopBench, shopTopic, Sold } from '@spillway/testing';
import { deadLetter } from '../group/outcome.js';
import { noMetrics, type Metrics } from '../ports/metrics.js';

let bench: ShopBench;
afterEach(() => bench?.close());

/** Sums of one counter by one of its labels. */
function counting(name: string, label: string): { readonly metrics: Metrics; readonly sums: Record<string, number> } {
  const sums: Record<string, number> = {};
  const increment: Metrics['increment'] = (each, by, labels = {}) => {
    if (each === name) sums[labels[label]!] = (sums[labels[label]!] ?? 0) + by;
  };
  return { metrics: { ...noMetrics, increment }, sums };
}

describe('what is measured of a group', () => {
  it('counts records with the topic they were read from', async () => {
    const { metrics, sums } = counting('messaging_client_consumed_messages_total', 'messaging_destination_name');
    const fails = on(Sold, (_, { attempt }) => {
      if (attempt === 1) throw new Error('not yet');
    });
    bench = await ShopBench.open({ handlers: [fails], topic: { retry: { delaysMs: [1_000] } }, metrics });
    await bench.sell({ item: 'a' }, { item: 'b' }, { item: 'c' });
    await bench.start();
    await bench.settled();
    expect(sums).toEqual({ [shopTopic]: 3, [retryTopic(shopTopic, 'stock', '1s')]: 3 });
  });

  it('has one series for dead letters whose codes nobody knows beforehand', async () => {
    const { metrics, sums } = counting('spillway_dlq_records_total', 'error_class');
    const classify = (): ReturnType<typeof deadLetter> => deadLetter('known to be poison');
    const dies = on(Sold, ({ item }) => Promise.reject(Object.assign(new Error('no'), { code: `order ${item}` })));
    bench = await ShopBench.open({ handlers: [dies], topic: { classify }, metrics });
    await bench.sell(...Array.from({ length: 50 }, (_, index) => ({ item: `i${index}` })));
    await bench.start();
    await bench.settled();
    expect(Object.values(sums).reduce((sum, count) => sum + count)).toBe(50);
    expect(Object.keys(sums)).toHaveLength(1);
  });

  it('shows the breakers of what handlers declare from the start', async () => {
    const shown: unknown[] = [];
    const set: Metrics['set'] = (name, value, labels) => {
      if (name === 'spillway_breaker_state') shown.push([labels?.['dependency'], value]);
    };
    const handler = on(Sold, () => {}, { dependencies: ['warehouse', 'bank'] });
    bench = await ShopBench.open({ handlers: [handler], metrics: { ...noMetrics, set } });
    await bench.start();
    expect(shown).toEqual([
      ['warehouse', 0],
      ['bank', 0],
    ]);
  });
});
