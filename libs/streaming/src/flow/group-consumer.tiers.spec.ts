import { afterEach, describe, expect, it } from '@jest/globals';
import { ShopBench, Sold, type Sale } from '@spillway/testing';
import type { Delivery } from '../group/delivery.js';
import type { SingleBinding } from '../group/handler-binding.js';
import type { RecordSink } from '../ports/record-sink.js';

const delayMs = 10_000;
const stepMs = 50;

let bench: ShopBench;
afterEach(() => bench?.close());

describe('a tier of GroupConsumer', () => {
  it('rests while nothing of it is due soon, and gives each record at its time all the same', async () => {
    const handled: { readonly item: string; readonly atMs: number; readonly dueMs: number }[] = [];
    const handler: SingleBinding = {
      kind: 'single',
      name: 'count-stock',
      definitions: [Sold],
      handle: ({ event, attempt, record }) => {
        if (attempt === 1) throw new Error('not yet');
        const { item } = event as Delivery<Sale>['event'];
        handled.push({ item, atMs: bench.clock.nowMs(), dueMs: record.timestampMs + delayMs });
      },
    };
    bench = await ShopBench.open({ handlers: [handler], topic: { retry: { delaysMs: [delayMs] } } });
    const { transport } = bench;
    const paused: string[] = [];
    const consumer = await bench.start({
      transport: {
        ...transport,
        source: (options) => {
          const source = transport.source(options);
          const pause = source.pause.bind(source);
          source.pause = (partition) => {
            paused.push(partition.topic);
            pause(partition);
          };
          return source;
        },
      },
    });
    const items = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const item of items) {
      await bench.sell({ item, quantity: 1 });
      await bench.clock.advance(3_000);
    }
    await bench.settled();
    expect(handled.map(({ item }) => item)).toEqual(items);
    for (const { atMs, dueMs } of handled) {
      expect(atMs).toBeGreaterThanOrEqual(dueMs);
      expect(atMs).toBeLessThanOrEqual(dueMs + stepMs);
    }
    const tier = consumer.status().partitions.find(({ topic }) => topic.includes('10s'))!;
    // One record ends the rest, and what came meanwhile is fetched with it: fewer fetches than records.
    const rests = paused.filter((topic) => topic === tier.topic).length;
    expect(rests).toBeGreaterThan(0);
    expect(rests).toBeLessThan(items.length);
  });

  it('gives each record when it is due by the clock of the broker that has it, however far the brokers’ are apart', async () => {
    const aheadMs = [0, 2_000];
    const early: number[] = [];
    const retried: string[] = [];
    const handler: SingleBinding = {
      kind: 'single',
      name: 'count-stock',
      definitions: [Sold],
      handle: ({ event, attempt, record }) => {
        if (attempt === 1) throw new Error('not yet');
        retried.push((event as Sale).item);
        early.push(record.timestampMs + delayMs - bench.clock.nowMs() - aheadMs[record.partition]!);
      },
    };
    bench = await ShopBench.open({ handlers: [handler], partitions: 2, topic: { retry: { delaysMs: [delayMs] } } });
    const { transport, clock } = bench;
    const sink: RecordSink = {
      ...transport.sink(),
      append: async (record) => transport.log.append(record, clock.nowMs() + aheadMs[record.partition ?? 0]!),
    };
    await bench.start({ transport: { ...transport, sink: () => sink } });
    await bench.sell({ item: 'a', quantity: 1, partition: 0 });
    await bench.clock.advance(1_000);
    await bench.sell({ item: 'b', quantity: 1, partition: 1 });
    await bench.settled();
    expect(retried).toEqual(['a', 'b']);
    for (const earlyMs of early) {
      expect(earlyMs).toBeLessThanOrEqual(0);
      // Late by the bench's steps, and by what two clocks may drift apart meanwhile.
      expect(earlyMs).toBeGreaterThanOrEqual(-2 * stepMs);
    }
  });

  it('lets a copy linger a tenth of its wait at most, and one that is held not at all while others wait behind it', async () => {
    const handler: SingleBinding = {
      kind: 'single',
      name: 'count-stock',
      definitions: [Sold],
      handle: ({ event, attempt }) => {
        if ((event as Sale).quantity === 1 && attempt < 4) throw new Error('not yet');
      },
    };
    bench = await ShopBench.open({ handlers: [handler], topic: { retry: { delaysMs: [200, 500, 10_000] } } });
    const { transport } = bench;
    const lingers: (number | undefined)[] = [];
    const sink = transport.sink();
    const append = sink.append.bind(sink);
    sink.append = (record) => {
      if (record.isCopy === true) lingers.push(record.lingerMs);
      return append(record);
    };
    await bench.start({ transport: { ...transport, sink: () => sink } });
    await bench.sell(...[1, 2, 3].map((quantity) => ({ item: 'a', quantity })));
    await bench.settled();
    expect(lingers).toEqual([20, undefined, 20, 50, 50, 50, 100, 100, 100]);
  });
});
