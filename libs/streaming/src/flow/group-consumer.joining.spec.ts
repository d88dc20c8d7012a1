import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { retryTopic, SpillwayError } from '@spillway/events';
import { ShopBench, shopTopic, Sold, sourceWith, virtualClock, type Sale } from '@spillway/testing';
import type { SingleBinding } from '../group/handler-binding.js';
import { memoryTransport, type MemoryTransport } from '../memory/memory-transport.js';
import { silentLogger } from '../ports/logger.js';
import type { RecordSource, RecordSourceListener } from '../ports/record-source.js';

const limits = { stallMs: 60_000 };
const tier = retryTopic(shopTopic, 'stock', '1h');
const topic = { retry: { delaysMs: [3_600_000] } };
const handler: SingleBinding = { kind: 'single', name: 'count-stock', definitions: [Sold], handle: () => {} };

let bench: ShopBench;
afterEach(() => bench?.close());

/** A group whose sources after the first start as `start` has them start; undefined: as they would. */
async function lostGroup(start: (source: number) => RecordSource['start'] | undefined) {
  const clock = virtualClock();
  const inner = memoryTransport({ clock });
  const found = { sources: 0, refusals: 0, failure: undefined as unknown, unknownTopic: '', isAway: false };
  const admin = inner.admin();
  const committed = admin.committed.bind(admin);
  admin.committed = async (group, topics) => {
    if (found.isAway || topics.includes(found.unknownTopic)) throw new SpillwayError('SPW-1103', 'unknown');
    return committed(group, topics);
  };
  let first: RecordSourceListener | undefined;
  const source: MemoryTransport['source'] = (sourceOptions) => {
    const own = inner.source(sourceOptions);
    const otherStart = ++found.sources > 1 ? start(found.sources) : undefined;
    if (otherStart !== undefined) return sourceWith(own, { start: otherStart, stop: async () => {} });
    const startOwn: RecordSource['start'] = (listener) => {
      first ??= listener;
      return own.start(listener);
    };
    return sourceWith(own, { start: startOwn });
  };
  const transport = { ...inner, source, admin: () => admin };
  const logger = {
    ...silentLogger,
    error: (_: object, message: string) => void (found.refusals += message === 'The group is refused' ? 1 : 0),
  };
  bench = await ShopBench.open({ handlers: [handler], clock, transport, limits, logger, topic });
  const consumer = await bench.start();
  void consumer.failed.then((reason) => (found.failure = reason));
  // From here on its first source is deaf to its group.
  await first!.onRevoking([
    { topic: shopTopic, partition: 0 },
    { topic: tier, partition: 0 },
  ]);
  return { found, consumer, listener: first! };
}

const deaf = (): RecordSource['start'] => async () => {};

describe('a group that gets no partitions', () => {
  it('gets another consumer, and goes on', async () => {
    const { found, consumer } = await lostGroup(() => undefined);
    await bench.clock.advance(55_000);
    expect([found.sources, consumer.status().state]).toEqual([1, 'assigning']);
    await bench.until(() => found.sources === 2, 20_000);
    await bench.until(() => consumer.status().state === 'running', 20_000);
  });

  it('fails after two more consumers in vain, and is quiet then', async () => {
    const { found } = await lostGroup(deaf);
    await bench.until(() => found.failure !== undefined, 300_000);
    expect(found.failure).toMatchObject({ code: 'SPW-5043', message: expect.stringContaining('got no partitions') });
    await bench.clock.advance(300_000);
    expect([found.sources, found.refusals]).toEqual([3, 1]);
  });

  it('waits for as long as nobody who hands them out answers', async () => {
    const { found } = await lostGroup(deaf);
    found.isAway = true;
    await bench.clock.advance(600_000);
    expect([found.sources, found.failure]).toEqual([1, undefined]);
  });

  it('waits for as long as one of its topics is not there', async () => {
    const { found } = await lostGroup(deaf);
    found.unknownTopic = tier;
    await bench.clock.advance(600_000);
    expect([found.sources, found.failure]).toEqual([1, undefined]);
  });

  it('waits for as long as its source tells what keeps it', async () => {
    const { found, listener } = await lostGroup(deaf);
    listener.onError(new SpillwayError('SPW-1105', 'lost its consumer and gets another'), false);
    await bench.clock.advance(600_000);
    expect([found.sources, found.failure]).toEqual([1, undefined]);
    listener.onRecovered?.();
    await bench.until(() => found.sources === 2, 70_000);
  });

  it('joins anew for as long as joins fail', async () => {
    let isRefused = true;
    const { found, consumer } = await lostGroup(() =>
      isRefused ? () => Promise.reject(new SpillwayError('SPW-1102', 'denied')) : undefined,
    );
    await bench.clock.advance(1_200_000);
    expect(found.failure).toBeUndefined();
    expect(found.sources).toBeGreaterThan(3);
    isRefused = false;
    await bench.until(() => consumer.status().state === 'running', 60_000);
  });
});

it('a group that joins anew by itself repeats nothing that was done until it left', async () => {
  const clock = virtualClock();
  const inner = memoryTransport({ clock });
  const seen: string[] = [];
  let whileStored: (() => Promise<void>) | undefined;
  const source: MemoryTransport['source'] = (sourceOptions) => {
    const own = inner.source(sourceOptions);
    const commit: RecordSource['commit'] = async (positions, options) => {
      await own.commit(positions, options);
      const isOfSecond = positions.some((each) => each.topic === shopTopic && each.partition === 1);
      const work = isOfSecond ? whileStored : undefined;
      if (work !== undefined) whileStored = undefined;
      await work?.();
    };
    return sourceWith(own, { commit });
  };
  const handle: SingleBinding['handle'] = ({ event }) => void seen.push((event as Sale).item);
  bench = await ShopBench.open({
    handlers: [{ ...handler, handle }],
    clock,
    transport: { ...inner, source },
    partitions: 2,
  });
  await bench.sell({ item: 'lost' }, { item: 'lost too' });
  bench.transport.log.trim(shopTopic, 0, 1);
  inner.log.group('stock').commit({ topic: shopTopic, partition: 0, offset: 0n });
  const consumer = await bench.start();
  expect(consumer.status().incidents).toHaveLength(1);
  await bench.sell({ item: 'before', partition: 1 });
  await bench.until(() => seen.includes('before'));
  whileStored = async () => {
    await bench.sell({ item: 'meanwhile', partition: 1 });
    while (!seen.includes('meanwhile')) await nextTurn();
  };
  await consumer.acceptGap(shopTopic, 0);
  await bench.settled();
  expect(seen.toSorted()).toEqual(['before', 'lost too', 'meanwhile']);
});
