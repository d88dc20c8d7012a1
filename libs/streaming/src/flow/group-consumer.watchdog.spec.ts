import { afterEach, describe, expect, it } from '@jest/globals';
import { retryTopic, SpillwayError } from '@spillway/events';
import {
  listenerWith,
  ShopBench,
  shopTopic,
  Sold,
  sourceWith,
  type Sale,
  type ShopBenchOptions,
} from '@spillway/testing';
import type { SingleBinding } from '../group/handler-binding.js';
import { memoryTransport, type MemoryTransport } from '../memory/memory-transport.js';
import type { LogAdmin } from '../ports/log-admin.js';
import type { PartitionBatch } from '../ports/record.js';
import type { RecordSource } from '../ports/record-source.js';
import type { GroupConsumer } from './group-consumer.js';
import type { VirtualClock } from '@spillway/testing';
import { virtualClock } from '@spillway/testing';

let bench: ShopBench;
afterEach(() => bench?.close());

/** What becomes of a batch that the log gives: passed on, now or later, or dropped without a word. */
type Feed = (batch: PartitionBatch, source: number, pass: (batch: PartitionBatch) => void) => void;

/** A transport whose sources deliver what they are let to. */
function fedTransport(clock: VirtualClock, feed: Feed): MemoryTransport & { sources: number } {
  const inner = memoryTransport({ clock });
  const transport = {
    ...inner,
    sources: 0,
    source: (sourceOptions: Parameters<MemoryTransport['source']>[0]): RecordSource => {
      const number = ++transport.sources;
      const source = inner.source(sourceOptions);
      const start: RecordSource['start'] = (listener) =>
        source.start(
          listenerWith(listener, {
            onBatch: (batch) => feed(batch, number, (passed) => listener.onBatch(passed)),
          }),
        );
      return sourceWith(source, { start });
    },
  };
  return transport;
}

const limits = { stallMs: 60_000 };

async function open(isDeaf: (source: number) => boolean, handle: () => void | Promise<void> = () => {}) {
  const clock = virtualClock();
  const transport = fedTransport(clock, (batch, source, pass) => (isDeaf(source) ? undefined : pass(batch)));
  const binding: SingleBinding = { kind: 'single', name: 'count-stock', definitions: [Sold], handle };
  bench = await ShopBench.open({ handlers: [binding], clock, transport, limits });
  return transport;
}

describe('a group that gets nowhere and nothing explains it', () => {
  it('gets another consumer, and goes on', async () => {
    const transport = await open((source) => source === 1);
    await bench.sell({ item: 'a' });
    const consumer = await bench.start();
    await bench.clock.advance(5_000);
    expect(consumer.status().state).toBe('running');
    // Within ten seconds it says that it is not ready.
    await bench.clock.advance(5_000);
    const reason = `${shopTopic}/0 has records to read and stands still`;
    expect(consumer.status()).toMatchObject({ state: 'suspended', reason });
    await bench.clock.advance(40_000);
    expect(transport.sources).toBe(1);
    await bench.until(() => transport.sources === 2, 20_000);
    await bench.settled();
    expect(consumer.status().partitions[0]?.doneOffset).toBe(1n);
    expect(consumer.status().state).toBe('running');
  });

  it('fails after two more consumers in vain', async () => {
    const transport = await open(() => true);
    await bench.sell({ item: 'a' });
    const consumer = await bench.start();
    let failure: unknown;
    void consumer.failed.then((reason) => (failure = reason));
    await bench.until(() => failure !== undefined, 300_000);
    expect(failure).toMatchObject({ code: 'SPW-5043' });
    expect(transport.sources).toBe(3);
    expect(consumer.status().state).toBe('failed');
  });

  it('says so as soon while the log does not say where it ends', async () => {
    const transport = await open(() => true);
    await bench.sell({ item: 'a' });
    const admin = transport.admin();
    let isSilent = false;
    const ranges = admin.ranges.bind(admin);
    admin.ranges = (topic) => (isSilent ? new Promise(() => {}) : ranges(topic));
    const consumer = await bench.start({ transport: { ...transport, admin: () => admin } });
    isSilent = true;
    await bench.clock.advance(10_000);
    expect(consumer.status().reason).toBe(`${shopTopic}/0 has records to read and stands still`);
  });

  it('is not ready while what is done is committed before its consumer is rebuilt', async () => {
    const clock = virtualClock();
    const inner = fedTransport(clock, (batch, _, pass) => (batch.partition === 1 ? undefined : pass(batch)));
    let isHanging = false;
    const source: MemoryTransport['source'] = (sourceOptions) => {
      const own = inner.source(sourceOptions);
      const commit: RecordSource['commit'] = (...asked) => (isHanging ? new Promise(() => {}) : own.commit(...asked));
      return sourceWith(own, { commit });
    };
    const binding: SingleBinding = { kind: 'single', name: 'count-stock', definitions: [Sold], handle: () => {} };
    bench = await ShopBench.open({
      handlers: [binding],
      clock,
      transport: { ...inner, source },
      limits,
      partitions: 2,
    });
    const consumer = await bench.start();
    isHanging = true;
    await bench.sell({ item: 'a', partition: 0 }, { item: 'b', partition: 1 });
    await bench.clock.advance(10_000);
    const states = new Set<string>();
    for (let second = 10; second < 90; second++, await bench.clock.advance(1_000)) states.add(consumer.status().state);
    expect([...states]).toEqual(['suspended']);
    isHanging = false;
  });

  it('is left alone while a handler takes its time', async () => {
    let finish = (): void => {};
    const transport = await open(
      () => false,
      () => new Promise((resolve) => (finish = resolve)),
    );
    await bench.sell({ item: 'a' }, { item: 'a' });
    const consumer = await bench.start({ handlerTimeoutMs: 600_000 });
    await bench.clock.advance(300_000);
    expect([transport.sources, consumer.status().state]).toEqual([1, 'running']);
    finish();
    await bench.clock.advance(1_000);
    finish();
    await bench.settled();
  });
});

const tier = retryTopic(shopTopic, 'stock', '1h');

/** Handles sales of everything but `bad`, which wait in the tier for an hour. */
const tellBad = (seen: string[]): SingleBinding => ({
  kind: 'single',
  name: 'count-stock',
  definitions: [Sold],
  handle: ({ event }) => {
    const { item } = event as Sale;
    seen.push(item);
    if (item === 'bad') throw new Error('no');
  },
});

async function openWithTier(
  options: Partial<ShopBenchOptions> & { readonly feed?: Feed },
): Promise<{ readonly transport: MemoryTransport & { sources: number }; readonly seen: string[] }> {
  const clock = virtualClock();
  const transport = fedTransport(clock, options.feed ?? ((batch, _, pass) => pass(batch)));
  const seen: string[] = [];
  const topic = { retry: { delaysMs: [3_600_000] } };
  bench = await ShopBench.open({ handlers: [tellBad(seen)], clock, transport, limits, topic, ...options });
  return { transport, seen };
}

/** Leaves so many records in the tier of partition 0 and stops. */
async function fillTier(count: number): Promise<void> {
  for (let id = 0; id < count; id++) await bench.sell({ item: 'bad', id: `bad${id}` });
  const first = await bench.start();
  await bench.until(async () => (await bench.records(tier)).length === count);
  await bench.clock.advance(2_000);
  await bench.stop(first);
}

function failureOf(consumer: GroupConsumer): () => unknown {
  let failure: unknown;
  void consumer.failed.then((reason) => (failure = reason));
  return () => failure;
}

describe('a group that knows why some of it stands still', () => {
  it('keeps its consumer when a retry topic has lost records, and goes on with other partitions', async () => {
    const { transport, seen } = await openWithTier({ partitions: 2 });
    await fillTier(1);
    transport.log.trim(tier, 0, 1);
    await bench.sell({ item: 'a', partition: 0 }, { item: 'b', partition: 1 });
    const consumer = await bench.start();
    const failure = failureOf(consumer);
    const sources = transport.sources;
    await bench.clock.advance(600_000);
    expect({ failure: failure(), sources: transport.sources }).toEqual({ failure: undefined, sources });
    expect(consumer.status().state).toBe('stopped-at-gap');
    expect(seen).toEqual(['bad', 'b']);
  });

  it('keeps its consumer while partitions wait for those of their retry topics', async () => {
    const { transport, seen } = await openWithTier({});
    const admin = transport.admin();
    const denied = Object.assign(Object.create(admin) as LogAdmin, {
      addPartitions: () => Promise.reject(new SpillwayError('SPW-1102', 'denied')),
    });
    const consumer = await bench.start({ transport: { ...transport, admin: () => denied } });
    await admin.addPartitions(shopTopic, 2);
    await bench.until(() => consumer.status().partitions.length === 3);
    await bench.sell({ item: 'a', partition: 1 }, { item: 'b', partition: 0 });
    const failure = failureOf(consumer);
    const sources = transport.sources;
    await bench.clock.advance(600_000);
    expect({ failure: failure(), sources: transport.sources }).toEqual({ failure: undefined, sources });
    expect(consumer.status().state).toBe('suspended');
    expect(consumer.status().reason).toContain('SPW-1104');
    expect(seen).toEqual(['b']);
  });

  it('keeps its consumer while a take-over reads on, however long it takes', async () => {
    let isSlow = false;
    const feed: Feed = (batch, _, pass) => {
      if (isSlow && batch.topic === tier) void oneByOne(batch, pass);
      else pass(batch);
    };
    const oneByOne = async (batch: PartitionBatch, pass: (batch: PartitionBatch) => void): Promise<void> => {
      for (const record of batch.records) {
        await bench.clock.sleep(45_000);
        pass({ ...batch, baseOffset: record.offset, nextOffset: record.offset + 1, records: [record] });
      }
    };
    const { transport, seen } = await openWithTier({ feed });
    await fillTier(6);
    await bench.sell({ item: 'a' });
    isSlow = true;
    const sources = transport.sources;
    await bench.start();
    await bench.until(() => seen.includes('a'), 600_000);
    expect(transport.sources).toBe(sources + 1);
  });

  it('keeps its consumer when a retry topic loses records in the middle of a take-over', async () => {
    let isDeaf = false;
    const { transport } = await openWithTier({
      feed: (batch, _source, pass) => (isDeaf && batch.topic === tier ? undefined : pass(batch)),
    });
    await fillTier(3);
    await bench.sell({ item: 'a' });
    isDeaf = true;
    const consumer = await bench.start();
    const sources = transport.sources;
    transport.log.trim(tier, 0, 2);
    isDeaf = false;
    const failure = failureOf(consumer);
    await bench.clock.advance(600_000);
    expect({ failure: failure(), sources: transport.sources }).toEqual({ failure: undefined, sources });
    expect(consumer.status().state).toBe('stopped-at-gap');
  });

  it.each([
    ['with records to read behind it', ['a']],
    ['with nothing but what waits in its retry topics', []],
  ])('fails when a take-over stands still, %s', async (_, items) => {
    let isDeaf = false;
    const { transport } = await openWithTier({
      feed: (batch, _source, pass) => (isDeaf && batch.topic === tier ? undefined : pass(batch)),
    });
    await fillTier(1);
    await bench.sell(...items.map((item) => ({ item })));
    isDeaf = true;
    const sources = transport.sources;
    const consumer = await bench.start();
    const failure = failureOf(consumer);
    await bench.until(() => failure() !== undefined, 600_000);
    expect(failure()).toMatchObject({ code: 'SPW-5043' });
    expect(transport.sources).toBe(sources + 3);
  });
});
