import { afterEach, describe, expect, it } from '@jest/globals';
import { retryTopic } from '@spillway/events';
import {
  jsonCodec,
  outgoingSale,
  ShopBench,
  shopTopic,
  Sold,
  sourceWith,
  transportWith,
  virtualClock,
} from '@spillway/testing';
import { memoryTransport } from '../memory/memory-transport.js';
import type { SingleBinding } from '../group/handler-binding.js';
import { silentLogger } from '../ports/logger.js';
import { noMetrics } from '../ports/metrics.js';
import type { LogAdmin } from '../ports/log-admin.js';
import { GroupConsumer } from './group-consumer.js';

const tier = retryTopic(shopTopic, 'stock', '10s');

let bench: ShopBench;
afterEach(() => bench?.close());

describe('a group in trouble', () => {
  it('does not call itself running before it could say where it begins', async () => {
    const clock = virtualClock();
    const inner = memoryTransport({ clock });
    let isRefused = true;
    const source: typeof inner.source = (options) => {
      const given = inner.source(options);
      return sourceWith(given, {
        commit: (positions, how) =>
          isRefused ? Promise.reject(new Error('too few replicas')) : given.commit(positions, how),
      });
    };
    const seen: unknown[] = [];
    const binding: SingleBinding = {
      kind: 'single',
      name: 'count',
      definitions: [Sold],
      handle: () => void seen.push(1),
    };
    bench = await ShopBench.open({ handlers: [binding], clock, transport: { ...inner, source } });
    await bench.sell({ item: 'a' });
    const { group, transport } = bench;
    const codec = jsonCodec([Sold]);
    const ports = { codec, transport, clock, logger: silentLogger, metrics: noMetrics };
    const consumer = new GroupConsumer({ ...ports, group, handlers: [binding] });
    const starting = consumer.start();
    for (let second = 0; second < 60; second++) await clock.advance(1_000);
    expect(consumer.status().state).toBe('assigning');
    isRefused = false;
    await bench.until(() => seen.length === 1, 60_000);
    expect(consumer.status().state).toBe('running');
    const stopping = starting.then(() => consumer.stop());
    await clock.advance(10_000);
    await stopping;
  });

  it('notices a trimmed partition while another of its topics cannot be asked', async () => {
    const clock = virtualClock();
    const inner = memoryTransport({ clock });
    let isRefused = false;
    const asked = inner.admin();
    const admin = new Proxy(asked, {
      get: (target, name: keyof LogAdmin) =>
        name === 'ranges'
          ? (topic: string) =>
              isRefused && topic === tier ? Promise.reject(new Error('not authorized')) : target.ranges(topic)
          : target[name].bind(target),
    });
    const never: SingleBinding = {
      kind: 'single',
      name: 'count',
      definitions: [Sold],
      handle: () => new Promise(() => {}),
    };
    const transport = { ...transportWith(inner, { admin: () => admin }), log: inner.log };
    const topic = { retry: { delaysMs: [10_000] } };
    bench = await ShopBench.open({ handlers: [never], clock, transport, topic, limits: { maxQueuedBytes: 4_000 } });
    for (let id = 0; id < 2_000; id++) {
      await bench.transport.sink().append({ ...outgoingSale({ item: `k${id % 7}`, id: `${id}` }), partition: 0 });
    }
    const consumer = await bench.start({ handlerTimeoutMs: 3_600_000 });
    isRefused = true;
    await clock.advance(500);
    inner.log.trim(shopTopic, 0, 1_900);
    await bench.until(() => consumer.status().incidents?.length === 1, 60_000);
    expect(consumer.status().incidents).toMatchObject([{ kind: 'trimmed', topic: shopTopic, partition: 0 }]);
  });
});
