import { afterEach, describe, expect, it } from '@jest/globals';
import {
  arrives,
  event,
  memberCrashes,
  on,
  settles,
  ShopBench,
  Sold,
  testGroup,
  timePasses,
  type Sale,
  type ShopBenchOptions,
} from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';
import { defineGroup } from '../../group/group-definition.js';
import type { SingleBinding } from '../../group/handler-binding.js';

let bench: ShopBench;
let calls: string[];
afterEach(() => bench?.close());

/** Calls of the handler: item, attempt where it is not the first, and whether it may be a repeat. */
async function open(options: Partial<ShopBenchOptions> = {}, work: (sale: Sale, call: number) => unknown = () => {}) {
  calls = [];
  const binding: SingleBinding = {
    kind: 'single',
    name: 'counts',
    definitions: [Sold],
    handle: async (delivery) => {
      const { event: sale, attempt, redelivered } = delivery as Delivery<Sale>;
      calls.push(`${sale.item}${attempt > 1 ? ` #${attempt}` : ''}${redelivered ? ' again' : ''}`);
      await work(sale, calls.length);
    },
  };
  bench = await ShopBench.open({ handlers: [binding], ...options });
}

const sell = (...items: string[]) => bench.sell(...items.map((item) => ({ item })));
const retry = { retry: { delaysMs: [10_000] } };

describe.each<[string, ShopBenchOptions['topic']]>([
  ['without retry topics', {}],
  ['with retry topics', retry],
])('whether a delivery may be a repeat, %s', (_, topic) => {
  it('is no for what lay in the log before the group came, what comes while it is there and while it was stopped', async () => {
    await open({ topic });
    await sell('before');
    const consumer = await bench.start();
    await bench.settled();
    await sell('while');
    await bench.settled();
    await bench.stop(consumer);
    await sell('after');
    await bench.start();
    await bench.settled();
    expect(calls).toEqual(['before', 'while', 'after']);
  });

  it('is no for what a member had not come to when another took over, yes for what it was at', async () => {
    const halted = new Promise<void>(() => {});
    await open({ topic: { ...topic, ordering: 'partition' } }, (_sale, call) => (call === 1 ? halted : undefined));
    await sell('at', 'not yet');
    await bench.start();
    await bench.until(() => calls.length === 1);
    await sell('new');
    await bench.start();
    await bench.until(() => calls.length === 4);
    expect(calls).toEqual(['at', 'at again', 'not yet', 'new']);
  });

  it('is yes for all that lay in the log when a member follows one that was killed, before its first commit too', async () => {
    const seen: string[] = [];
    const group = defineGroup('stock', {
      startFrom: 'beginning',
      topics: { 'shop.sales': { ordering: 'key', ...topic } },
    });
    const sold = (item: string) => event(Sold, { item, quantity: 1 });
    await testGroup({
      group,
      handlers: () => [
        on(Sold, ({ item }, { redelivered }) => void seen.push(`${item}${redelivered ? ' again' : ''}`)),
      ],
      events: [Sold],
    })
      .given(sold('a'))
      .when(timePasses(100), memberCrashes(), settles(), arrives(sold('b')), settles());
    expect(seen).toEqual(['a', 'a again', 'b']);
  });
});

describe('whether a copy in a retry topic may be a repeat', () => {
  it('is told by the copy alone: a later attempt is none', async () => {
    await open({ topic: retry }, (_sale, call) => {
      if (call === 1) throw new Error('not yet');
    });
    await sell('a');
    const consumer = await bench.start();
    await bench.until(async () => (await bench.records('shop.sales.stock.retry.10s')).length === 1);
    await bench.stop(consumer);
    await bench.start();
    await bench.settled();
    expect(calls).toEqual(['a', 'a #2']);
  });

  it('is yes when its attempt was under way as it was given up', async () => {
    const halted = new Promise<void>(() => {});
    await open({ topic: retry }, (_sale, call) => {
      if (call === 1) throw new Error('not yet');
      return call === 2 ? halted : undefined;
    });
    await sell('a');
    await bench.start();
    await bench.until(() => calls.length === 2);
    await bench.start();
    await bench.until(() => calls.length === 3);
    expect(calls).toEqual(['a', 'a #2', 'a #2 again']);
  });
});
