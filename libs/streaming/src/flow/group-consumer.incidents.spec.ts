import { afterEach, describe, expect, it } from '@jest/globals';
import { retryTopic } from '@spillway/events';
import {
  memoryStateStore,
  Returned,
  ShopBench,
  shopTopic,
  Sold,
  type Sale,
  type ShopBenchOptions,
  virtualClock,
} from '@spillway/testing';
import { memoryTransport, type MemoryTransport } from '../memory/memory-transport.js';
import type { Delivery } from '../group/delivery.js';
import type { SingleBinding } from '../group/handler-binding.js';
import type { DeliveryLedger, DeliveryNote } from '../ports/delivery-ledger.js';
import type { RecordSource, RecordSourceListener } from '../ports/record-source.js';
import { exponential } from '../retry/tiers/retry-policy.js';
import type { GroupConsumer } from './group-consumer.js';

const retry = exponential({ initialMs: 10_000, factor: 10, maxMs: 10_000 });
const tier = retryTopic(shopTopic, 'stock', '10s');

let bench: ShopBench;
let seen: string[];
let lost: DeliveryNote[];
afterEach(() => bench?.close());

const ledger: DeliveryLedger = {
  completed() {},
  noted: (note) => void (note.outcome === 'lost' && lost.push(note)),
  flush: () => Promise.resolve(),
  isFull: false,
};

async function open(
  options: Partial<ShopBenchOptions> = {},
  handle: (sale: Sale) => void | Promise<void> = () => {},
): Promise<void> {
  seen = [];
  lost = [];
  const binding: SingleBinding = {
    kind: 'single',
    name: 'count-stock',
    definitions: [Sold, Returned],
    handle: (delivery) => {
      const { event } = delivery as Delivery<Sale>;
      seen.push(`${event.item}${event.quantity}`);
      return handle(event);
    },
  };
  bench = await ShopBench.open({ handlers: [binding], ledger, ...options });
}

const sales = (item: string, partition: number, ...quantities: number[]) =>
  quantities.map((quantity) => ({ item, quantity, partition, id: `${item}${quantity}-${partition}` }));

async function handled(...wanted: string[]): Promise<void> {
  await bench.until(() => wanted.every((sale) => seen.includes(sale)), 120_000);
}

const committedIn = async (partition: number) => {
  const committed = await bench.transport.admin().committed('stock', [shopTopic]);
  return committed.find((each) => each.partition === partition);
};

/** All that was done is committed. */
async function stopAll(consumer: GroupConsumer): Promise<void> {
  await bench.stop(consumer);
}

describe.each([
  ['without state', {}],
  ['with state', { state: memoryStateStore }],
])('incidents of a group %s', (kind, { state }: { state?: () => ReturnType<typeof memoryStateStore> }) => {
  const isStateful = kind === 'with state';
  const options = (): Partial<ShopBenchOptions> => (state === undefined ? {} : { state: state() });

  it('stop a partition whose log begins behind its position, and no other; the exact gap is told until it is accepted', async () => {
    await open({ ...options(), partitions: 2 });
    await bench.sell(...sales('a', 0, 1, 2), ...sales('b', 1, 1));
    const first = await bench.start();
    await handled('a1', 'a2', 'b1');
    await stopAll(first);
    await bench.sell(...sales('a', 0, 3, 4, 5, 6), ...sales('b', 1, 2));
    bench.transport.log.trim(shopTopic, 0, 5);
    const consumer = await bench.start();
    await handled('b2');
    expect(seen).not.toContain('a6');
    expect(consumer.status()).toMatchObject({
      state: 'stopped-at-gap',
      incidents: [
        { kind: 'trimmed', code: 'SPW-5009', topic: shopTopic, partition: 0, lost: [[2, 4]], resumeOffset: 5 },
      ],
    });
    expect(lost).toMatchObject([{ topic: shopTopic, partition: 0, offset: 2, lastOffset: 4, causeCode: 'SPW-5009' }]);
    expect((await committedIn(0))?.offset).toBe(2n);
    await consumer.acceptGap(shopTopic, 0);
    await handled('a6');
    await bench.settled();
    expect(consumer.status()).not.toHaveProperty('incidents');
    expect(seen.toSorted()).toEqual(['a1', 'a2', 'a6', 'b1', 'b2']);
    await stopAll(consumer);
    await bench.start();
    await bench.settled();
    expect(seen).toHaveLength(5);
  });

  it('are noticed while a partition rests; what was fetched before is still handled, also after the gap is accepted', async () => {
    const waiting: (() => void)[] = [];
    let isSlow = true;
    const limits = { maxQueuedBytes: 4_000 };
    await open({ ...options(), partitions: 2, topic: { ordering: 'partition' }, limits }, ({ item }) =>
      isSlow && item === 'a' ? new Promise((resolve) => waiting.push(resolve)) : undefined,
    );
    const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, index) => from + index);
    await bench.sell(...sales('a', 0, ...upTo(2_000)));
    const consumer = await bench.start();
    await bench.until(() => waiting.length === 1);
    await bench.clock.advance(100);
    bench.transport.log.trim(shopTopic, 0, 1_900);
    await bench.until(() => consumer.status().incidents !== undefined);
    const [incident] = consumer.status().incidents!;
    const fetched = incident!.lost[0]![0];
    expect(incident).toMatchObject({ kind: 'trimmed', partition: 0, lost: [[fetched, 1_899]] });
    expect(fetched).toBeGreaterThan(1_000);
    await bench.until(async () => (await committedIn(0))?.offset === 0n);
    // As a client does that finds its position outside of the log.
    bench.transport.log.group('stock').commit({ topic: shopTopic, partition: 0, offset: 1_900n });
    await bench.until(async () => (await committedIn(0))?.offset === 0n);
    expect(await metadataOf(0)).toMatch(/^r3:memory-/);
    await bench.sell(...sales('b', 1, 1));
    await handled('b1');
    await consumer.acceptGap(shopTopic, 0);
    isSlow = false;
    for (const resolve of waiting) resolve();
    await bench.until(() => seen.includes('a1999'));
    await bench.settled();
    const wanted = [...upTo(fetched), ...upTo(2_000, 1_900)].map((quantity) => `a${quantity}`);
    expect(seen.filter((sale) => sale.startsWith('a'))).toEqual(wanted);
    expect(lost).toMatchObject([{ partition: 0, offset: fetched, lastOffset: 1_899 }]);
  });

  it('stop the partitions of a recreated topic; accepted, its new life is read from its beginning', async () => {
    await open({ ...options(), partitions: 2 });
    await bench.sell(...sales('a', 0, 1, 2, 3), ...sales('b', 1, 1));
    const first = await bench.start();
    await handled('a3', 'b1');
    await bench.settled();
    if (isStateful) await stopAll(first);
    bench.transport.log.deleteTopic(shopTopic);
    await bench.transport.admin().ensureTopics([{ name: shopTopic, partitions: 2 }]);
    await bench.sell(...sales('new', 0, 1, 2, 3, 4, 5), ...sales('other', 1, 1));
    const consumer = isStateful ? await bench.start() : first;
    const stops = (): boolean => consumer.status().state === 'stopped-at-gap';
    await bench.until(() => (consumer.status().incidents?.length ?? 0) === 2 && stops(), 60_000);
    expect(seen.some((sale) => sale.startsWith('other'))).toBe(false);
    expect(consumer.status()).toMatchObject({
      incidents: [
        { kind: 'topic-recreated', code: 'SPW-5040', partition: 0, resumeOffset: 0 },
        { kind: 'topic-recreated', code: 'SPW-5040', partition: 1, resumeOffset: 0 },
      ],
    });
    seen = [];
    await consumer.acceptGap(shopTopic, 0);
    await handled('new1', 'new2', 'new3', 'new4', 'new5');
    expect(consumer.status()).toMatchObject({ state: 'stopped-at-gap', incidents: [{ partition: 1 }] });
    await stopAll(consumer);
    const next = await bench.start();
    expect(next.status().incidents).toMatchObject([{ kind: 'topic-recreated', partition: 1 }]);
    await next.acceptGap(shopTopic, 1);
    await handled('other1');
    await bench.settled();
    expect(seen).toEqual(['new1', 'new2', 'new3', 'new4', 'new5', 'other1']);
  });

  it('of a tier stop its partition; accepted, no key stays pending for what vanished', async () => {
    let isBroken = true;
    await open({ ...options(), topic: { retry } }, ({ item }) => {
      if (item === 'a' && isBroken) throw new Error('not yet');
    });
    await bench.sell(...sales('a', 0, 1), ...sales('b', 0, 1));
    const consumer = await bench.start();
    await handled('a1', 'b1');
    await bench.until(async () => (await bench.records(tier)).length === 1);
    await bench.clock.advance(2_000);
    await stopAll(consumer);
    bench.transport.log.trim(tier, 0, 1);
    isBroken = false;
    await bench.sell(...sales('a', 0, 2), ...sales('b', 0, 2));
    const next = await bench.start();
    expect(next.status().incidents).toMatchObject([{ kind: 'trimmed', topic: tier, lost: [[0, 0]] }]);
    expect(seen).not.toContain('b2');
    await next.acceptGap(tier, 0);
    await handled('a2', 'b2');
    await bench.settled();
    expect(seen).toEqual(['a1', 'b1', 'a2', 'b2']);
  });
});

it('an answer given while the group is still joining anew is heeded once it has joined', async () => {
  const clock = virtualClock();
  const inner = memoryTransport({ clock });
  const listeners: RecordSourceListener[] = [];
  const transport: MemoryTransport = {
    ...inner,
    source: (options) => {
      const source = inner.source(options);
      const join = source.start.bind(source);
      const start = async (listener: RecordSourceListener): Promise<void> => {
        listeners.push(listener);
        await join(listener);
        await clock.sleep(1_000);
      };
      return Object.assign(source, { start });
    },
  };
  await open({ clock, transport });
  await bench.sell(...sales('a', 0, 1, 2));
  const first = await bench.start();
  await handled('a1', 'a2');
  await stopAll(first);
  await bench.sell(...sales('a', 0, 3, 4));
  bench.transport.log.trim(shopTopic, 0, 3);
  const consumer = await bench.start();
  const isStopped = (): boolean => consumer.status().incidents?.length === 1;
  expect(isStopped()).toBe(true);
  listeners.at(-1)!.onError(new Error('the broker hung up'), true);
  await bench.until(() => listeners.length === 3 && isStopped());
  await consumer.acceptGap(shopTopic, 0);
  await handled('a4');
  await bench.settled();
  expect(seen).toEqual(['a1', 'a2', 'a4']);
});

it('an answer is not written over by the turn of commits that comes while it is stored', async () => {
  const clock = virtualClock();
  const inner = memoryTransport({ clock });
  let answerMs = 0;
  const transport: MemoryTransport = {
    ...inner,
    source: (options) => {
      const source = inner.source(options);
      const store = source.commit.bind(source);
      const commit: RecordSource['commit'] = async (positions, commitOptions) => {
        await store(positions, commitOptions);
        await clock.sleep(answerMs);
      };
      return Object.assign(source, { commit });
    },
  };
  await open({ clock, transport, limits: { commitIntervalMs: 100 } });
  await bench.sell(...sales('a', 0, 1, 2));
  const consumer = await bench.start();
  await handled('a1', 'a2');
  await bench.settled();
  // With the topic go its commits: what is known is committed again where it stops.
  await bench.until(async () => (await committedIn(0))?.offset === 2n);
  answerMs = 1_000;
  inner.log.deleteTopic(shopTopic);
  await inner.admin().ensureTopics([{ name: shopTopic, partitions: 1 }]);
  await bench.sell(...sales('b', 0, 1));
  await bench.until(() => consumer.status().incidents?.length === 1, 120_000);
  const accepted = consumer.acceptGap(shopTopic, 0);
  await handled('b1');
  await accepted;
  expect(seen).toEqual(['a1', 'a2', 'b1']);
});

/** What is known of the group in partition 0, once it is committed. */
async function metadataOf(partition: number): Promise<string> {
  await bench.until(async () => (await committedIn(partition)) !== undefined);
  return (await committedIn(partition))!.metadata!;
}

describe('a log that ends before what the group has done', () => {
  it('stops the partition after a few looks; accepted, the group goes on at its end', async () => {
    await open();
    await bench.sell(...sales('a', 0, 1, 2, 3));
    const first = await bench.start();
    await bench.settled();
    const metadata = await metadataOf(0);
    await stopAll(first);
    bench.transport.log.group('stock').commit({ topic: shopTopic, partition: 0, offset: 9n, metadata });
    const consumer = await bench.start();
    expect(consumer.status().incidents).toMatchObject([{ kind: 'log-ends-early', code: 'SPW-5010', resumeOffset: 3 }]);
    await consumer.acceptGap(shopTopic, 0);
    await bench.sell(...sales('a', 0, 4));
    await handled('a4');
    await bench.settled();
    await bench.until(async () => (await committedIn(0))?.offset === 4n);
  });
});

describe('a group whose positions are gone', () => {
  it('does not start over when traces show that it had read; an operator says from where', async () => {
    await open({ topic: { retry } }, ({ quantity }) => {
      if (quantity === 1) throw new Error('always');
    });
    await bench.sell(...sales('a', 0, 1), ...sales('b', 0, 2));
    const first = await bench.start();
    await bench.until(async () => (await bench.deadLetters()).length === 1, 120_000);
    await stopAll(first);
    bench.transport.log.group('stock').forget();
    seen = [];
    const consumer = await bench.start();
    expect(consumer.status()).toMatchObject({
      state: 'stopped-at-gap',
      incidents: [{ kind: 'position-gone', code: 'SPW-5041', topic: shopTopic, lost: [] }, { topic: tier }],
    });
    await expect(consumer.acceptGap(shopTopic, 0)).rejects.toMatchObject({ code: 'SPW-5042' });
    expect(await bench.transport.admin().committed('stock', [shopTopic])).toEqual([]);
    expect(await consumer.startFrom('latest')).toEqual([
      { topic: shopTopic, partition: 0, offset: 2n },
      { topic: tier, partition: 0, offset: 1n },
    ]);
    await bench.until(() => consumer.status().state === 'running');
    await bench.sell(...sales('b', 0, 3));
    await handled('b3');
    expect(seen).toEqual(['b3']);
  });

  it('cannot be told from a new one when there is no trace, and begins where it began', async () => {
    await open();
    await bench.sell(...sales('a', 0, 1));
    const first = await bench.start();
    await bench.settled();
    await stopAll(first);
    bench.transport.log.group('stock').forget();
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['a1', 'a1']);
  });
});

describe('where a group begins', () => {
  it('is the first record written at its time or later', async () => {
    const startFrom = new Date(Date.UTC(2026, 0, 1, 0, 1));
    await open({ startFrom });
    await bench.sell(...sales('old', 0, 1));
    await bench.clock.advance(60_000);
    await bench.sell(...sales('new', 0, 1, 2));
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['new1', 'new2']);
  });

  it('is the first record of a partition that was added while it runs, also for one that starts at the end', async () => {
    await open({ startFrom: 'latest', partitions: 2 });
    await bench.sell(...sales('old', 0, 1), ...sales('old', 1, 1));
    await bench.start();
    await bench.settled();
    await bench.close();
    bench.transport.log.addPartitions(shopTopic, 1);
    await bench.sell(...sales('first', 2, 1, 2));
    const consumer = await bench.start();
    await handled('first1', 'first2');
    // What the ledger has not acknowledged would be handled again.
    await bench.until(async () => (await committedIn(2))?.offset === 2n);
    bench.transport.log.addPartitions(shopTopic, 1);
    await bench.sell(...sales('second', 3, 1));
    await handled('second1');
    await bench.settled();
    expect(seen).toEqual(['first1', 'first2', 'second1']);
    expect(consumer.status().partitions.filter(({ topic }) => topic === shopTopic)).toHaveLength(4);
  });

  it('is the end for a partition that was there before its first start, though another member was quicker', async () => {
    await open({ startFrom: 'latest', partitions: 2 });
    await bench.sell(...sales('old', 0, 1), ...sales('old', 1, 1));
    const first = await bench.start();
    await bench.settled();
    const metadata = await metadataOf(0);
    await stopAll(first);
    const group = bench.transport.log.group('stock');
    group.forget();
    group.commit({ topic: shopTopic, partition: 0, offset: 1n, metadata });
    await bench.start();
    await bench.sell(...sales('new', 1, 1));
    await handled('new1');
    expect(seen).toEqual(['new1']);
  });

  it('is what an operator says for every stopped partition: a time', async () => {
    await open();
    await bench.sell(...sales('a', 0, 1, 2, 3));
    const first = await bench.start();
    await bench.settled();
    await stopAll(first);
    await bench.clock.advance(60_000);
    const at = new Date(bench.clock.nowMs());
    await bench.sell(...sales('a', 0, 4, 5, 6));
    bench.transport.log.trim(shopTopic, 0, 4);
    const consumer = await bench.start();
    expect(consumer.status().incidents).toMatchObject([{ lost: [[3, 3]] }]);
    expect(await consumer.startFrom(at)).toEqual([{ topic: shopTopic, partition: 0, offset: 4n }]);
    await handled('a5', 'a6');
    expect(await consumer.startFrom('beginning')).toEqual([]);
  });
});
