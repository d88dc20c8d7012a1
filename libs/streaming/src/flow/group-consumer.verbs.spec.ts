import { afterEach, describe, expect, it } from '@jest/globals';
import { holdsTopic, redriveTopic, retryTopic, spillwayHeaders } from '@spillway/events';
import {
  killableTransport,
  memoryStateStore,
  Returned,
  ShopBench,
  shopTopic,
  sinkWith,
  Sold,
  type KillableTransport,
  type Sale,
  type ShopBenchOptions,
} from '@spillway/testing';
import { noMetrics, type Metrics } from '../ports/metrics.js';
import type { OutgoingRecord, RecordHeaders } from '../ports/record.js';
import type { SingleBinding } from '../group/handler-binding.js';
import { exponential } from '../retry/tiers/retry-policy.js';
import type { GroupConsumer } from './group-consumer.js';

const retry = exponential({ initialMs: 1_000, factor: 10, maxMs: 10_000 });
const holds = holdsTopic(shopTopic, 'stock');
const firstTier = retryTopic(shopTopic, 'stock', '1s');
const hold: Partial<ShopBenchOptions> = { topic: { retry, whenDeadLettered: 'hold' } };

let bench: ShopBench;
afterEach(() => bench?.close());

/** What the handler saw: item, quantity, attempt. */
let seen: string[];
let isBroken: boolean;
let running: (() => void) | undefined;

function handler(options: { readonly waits?: boolean } = {}): SingleBinding {
  return {
    kind: 'single',
    name: 'count-stock',
    definitions: [Sold, Returned],
    handle: async (delivery) => {
      const { item, quantity } = delivery.event as Sale;
      seen.push(`${item}${quantity}@${delivery.attempt}`);
      if (options.waits === true) await new Promise<void>((resolve) => (running = resolve));
      if (isBroken && quantity === 1) throw new Error('broken');
    },
  };
}

async function open(options: Partial<ShopBenchOptions> = {}): Promise<void> {
  seen = [];
  isBroken = true;
  bench = await ShopBench.open({ handlers: [handler()], ...options });
}

/** Lets time pass for what needs it to end. */
async function passing<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = work.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  await bench.until(() => isOver);
  await over;
  return work;
}

const sales = (...quantities: readonly number[]) => quantities.map((quantity) => ({ item: 'a', quantity }));
const release = (consumer: GroupConsumer) => passing(consumer.releaseKey(shopTopic, Buffer.from('a')));

describe('GroupConsumer.pause', () => {
  it('begins nothing more, lets what runs finish, loses nothing and stays ready', async () => {
    const gauges = new Map<string, number>();
    const metrics: Metrics = {
      ...noMetrics,
      set: (name, value, { topic, partition } = {}) => void gauges.set(`${name} ${topic}/${partition}`, value),
    };
    await open({ handlers: [handler({ waits: true })], metrics, limits: { stallMs: 5_000 } });
    await bench.sell(...sales(2, 3));
    const consumer = await bench.start();
    await bench.until(() => seen.length === 1);
    consumer.pause();
    running!();
    await bench.until(() => consumer.status().partitions[0]?.doneOffset === 1n);
    await bench.sell(...sales(4));
    await bench.clock.advance(120_000);
    expect(seen).toEqual(['a2@1']);
    expect(consumer.status().state).toBe('running');
    expect(consumer.report()).toMatchObject({
      flows: [{ topic: shopTopic, partition: 0, state: 'paused' }],
      pauseRequests: [{ isPaused: true }],
    });
    expect(gauges.get(`spillway_consumer_paused ${shopTopic}/0`)).toBe(1);
    consumer.resume();
    expect(gauges.get(`spillway_consumer_paused ${shopTopic}/0`)).toBe(0);
    await bench.until(() => (running?.(), seen.length === 3));
    expect(seen).toEqual(['a2@1', 'a3@1', 'a4@1']);
    running!();
    await bench.settled();
  });

  it('takes the tiers along, and only the partition that was named', async () => {
    await open({ topic: { retry }, partitions: 2 });
    const consumer = await bench.start();
    await bench.sell({ item: 'a', quantity: 1 }, { item: 'b', quantity: 1, partition: 1 });
    await bench.until(() => seen.length === 2);
    consumer.pause({ topic: shopTopic, partition: 1 });
    isBroken = false;
    await bench.clock.advance(60_000);
    expect(seen).toEqual(['a1@1', 'b1@1', 'a1@2']);
    consumer.resume({ partition: 1 });
    await bench.settled();
    expect(seen.at(-1)).toBe('b1@2');
    expect(consumer.report().pauseRequests).toEqual([]);
  });

  it('holds through a rebalance, for partitions that come later too', async () => {
    await open({ topic: { retry }, partitions: 2 });
    const consumer = await bench.start();
    consumer.pause();
    const other = await bench.start();
    await bench.sell({ item: 'a', quantity: 2 }, { item: 'b', quantity: 2, partition: 1 });
    await bench.until(() => seen.length === 1);
    await bench.stop(other);
    await bench.until(() => consumer.report().flows.length === 2);
    await bench.clock.advance(30_000);
    expect(consumer.report().flows.map(({ state }) => state)).toEqual(['paused', 'paused']);
    expect(seen).toHaveLength(1);
    consumer.resume();
    await bench.settled();
    expect(seen).toHaveLength(2);
  });

  it('refuses a topic that the group does not read', async () => {
    await open();
    const consumer = await bench.start();
    expect(() => consumer.pause({ topic: 'other' })).toThrow(expect.objectContaining({ code: 'SPW-5202' }));
    expect(() => consumer.releaseHandler('nobody')).toThrow(expect.objectContaining({ code: 'SPW-5209' }));
  });
});

describe.each([
  ['key', 'without state', undefined],
  ['key', 'with state', memoryStateStore],
  ['partition', 'without state', undefined],
  ['partition', 'with state', memoryStateStore],
] as const)('GroupConsumer.releaseKey in the order of the %s, %s', (ordering, _, state) => {
  const back = ordering === 'key' ? firstTier : redriveTopic(shopTopic, 'stock');
  const options = (): Partial<ShopBenchOptions> => ({
    topic: { ...hold.topic, ordering },
    ...(state === undefined ? {} : { state: state() }),
  });

  it('sends the dead letters of the key back in order, before what comes after', async () => {
    await open(options());
    await bench.sell(...sales(1, 2, 3), { item: 'b', quantity: 2 });
    const consumer = await bench.start();
    await bench.settled();
    const letters = await bench.deadLetters();
    expect(letters).toHaveLength(3);
    expect(consumer.report().flows[0]).toMatchObject({ heldKeys: 1 });
    isBroken = false;
    seen.length = 0;
    const sent = release(consumer);
    await bench.sell(...sales(4));
    expect(await sent).toBe(3);
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a2@1', 'a3@1', 'a4@1']);
    expect(consumer.report().flows[0]).toMatchObject({ heldKeys: 0 });
    expect(await bench.deadLetters()).toEqual(letters);
    const copies = await bench.records(back);
    // In key order the event that came meanwhile is held behind them, and those that died had waited there.
    const [first] = ordering === 'key' ? copies.slice(-4) : copies;
    expect(String(first!.headers[spillwayHeaders.redriveCount])).toBe('1');
    // What a zombie sends back is told by it.
    expect(first!.headers[spillwayHeaders.epoch]).toEqual((await bench.holds())[0]!.headers[spillwayHeaders.epoch]);
    expect([first!.key, first!.value]).toEqual([letters[0]!.key, letters[0]!.value]);
    expect((await bench.holds()).at(-1)).toMatchObject({ value: null });
  });

  it('commits what has died before it sends anything back', async () => {
    await open(options());
    await bench.sell(...sales(1, 2));
    const consumer = await bench.start({ limits: { commitIntervalMs: 10_000_000 } });
    await bench.until(async () => (await bench.deadLetters()).length === 2);
    await bench.clock.advance(200);
    isBroken = false;
    await release(consumer);
    const [position] = await bench.transport.admin().committed('stock', [shopTopic]);
    expect(position?.offset).toBe(2n);
  });

  it('of a key that is held again sends only what died since', async () => {
    await open(options());
    await bench.sell(...sales(1, 2));
    const consumer = await bench.start();
    await bench.settled();
    isBroken = false;
    await release(consumer);
    await bench.settled();
    isBroken = true;
    await bench.sell(...sales(1, 5));
    await bench.settled();
    expect(await bench.deadLetters()).toHaveLength(4);
    isBroken = false;
    seen.length = 0;
    expect(await release(consumer)).toBe(2);
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a5@1']);
  });

  it('keeps what comes meanwhile behind the letters, and strands none of it', async () => {
    await open(options());
    await bench.sell(...sales(1, 2), { item: 'b', quantity: 1 });
    let free = (): void => {};
    const isFree = new Promise<void>((resolve) => (free = resolve));
    const sink = bench.transport.sink();
    const append: typeof sink.append = async (record) => {
      if (isTombstone(record)) await isFree;
      return sink.append(record);
    };
    const transport = { ...bench.transport, log: bench.transport.log, sink: () => sinkWith(sink, { append }) };
    const consumer = await bench.start({ transport });
    await bench.settled();
    expect(await bench.deadLetters()).toHaveLength(3);
    isBroken = false;
    seen.length = 0;
    const released = release(consumer);
    await bench.until(async () => (await bench.records(back)).some(({ headers }) => wasSentBack(headers)));
    await bench.sell(...sales(3));
    await bench.clock.advance(5_000);
    expect(seen).toEqual([]);
    free();
    expect(await released).toBe(2);
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a2@1', 'a3@1']);
    expect(await bench.deadLetters()).toHaveLength(3);
  });

  it('holds up its partition, where that keeps its order, each time', async () => {
    await open(options());
    const consumer = await bench.start();
    for (const round of [1, 2]) {
      isBroken = true;
      await bench.sell(...sales(1));
      await bench.settled();
      isBroken = false;
      seen.length = 0;
      consumer.pause();
      const released = release(consumer);
      await bench.sell({ item: 'b', quantity: 2 });
      expect(await released).toBe(1);
      consumer.resume();
      await bench.settled();
      expect([round, ...(ordering === 'key' ? seen.toSorted() : seen)]).toEqual([round, 'a1@1', 'b2@1']);
    }
  });

  const twoCopies = (record: OutgoingRecord, copies: number) => record.topic === back && copies === 2;
  it.each([
    ['between two letters', twoCopies],
    ['before the tombstone', isTombstone],
  ])('after a crash %s still sends each event once, in order', async (__, isLast) => {
    await open(options());
    await bench.sell(...sales(1, 2, 3));
    const first = await bench.start();
    await bench.settled();
    await bench.stop(first);
    const dying = killableTransport(bench.transport);
    const consumer = await bench.start({ transport: dyingAt(dying, back, isLast) });
    isBroken = false;
    seen.length = 0;
    const releasing = release(consumer).catch((error: unknown) => error);
    void bench.stop(consumer);
    await releasing;
    const next = await bench.start();
    await bench.settled();
    expect(seen).toEqual([]);
    expect(next.report().flows[0]).toMatchObject({ heldKeys: 1 });
    expect(await release(next)).toBe(3);
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a2@1', 'a3@1']);
    expect(next.report().flows[0]).toMatchObject({ heldKeys: 0 });
  });
});

describe('GroupConsumer.releaseKey', () => {
  it('that is refused while records of the key wait in tiers keeps it held', async () => {
    await open(hold);
    await bench.sell(...sales(1));
    const consumer = await bench.start();
    await bench.until(() => seen.length === 2);
    await bench.clock.advance(6_000);
    await bench.sell(...sales(2));
    await bench.until(async () => (await bench.deadLetters()).length === 1);
    isBroken = false;
    seen.length = 0;
    await expect(release(consumer)).rejects.toMatchObject({ code: 'SPW-5206' });
    await bench.settled();
    expect(seen).toEqual([]);
    expect(await release(consumer)).toBe(2);
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a2@1']);
  });
});

describe('GroupConsumer.releaseHandler', () => {
  it('lets what a spent budget kept go on at once, and dead-letters none of it', async () => {
    const gauges = new Map<string, number>();
    const metrics: Metrics = {
      ...noMetrics,
      set: (name, value, { handler: of } = {}) => void gauges.set(`${name} ${of}`, value),
    };
    const keys = 120;
    await open({ topic: { retry }, metrics });
    const consumer = await bench.start();
    await bench.sell(...Array.from({ length: keys }, (_, index) => ({ item: `k${index}-`, quantity: 1 })));
    await bench.until(() => consumer.report().budgets[0]?.isSpent === true);
    expect(gauges.get('spillway_dlq_budget_paused count-stock')).toBe(1);
    isBroken = false;
    seen.length = 0;
    // Long before the budget lets one through by itself.
    await bench.clock.advance(1_000);
    expect(seen).toEqual([]);
    consumer.releaseHandler('count-stock');
    expect(consumer.report().budgets).toEqual([{ handler: 'count-stock', isSpent: false }]);
    expect(gauges.get('spillway_dlq_budget_paused count-stock')).toBe(0);
    await bench.clock.advance(1_000);
    await bench.settled();
    // Those that the budget allows, and no more.
    expect(await bench.deadLetters()).toHaveLength(100);
    expect(new Set(seen).size).toBe(keys - 100);
    // Who was kept from its end is asked once more, and it counts as the same attempt.
    expect(seen.filter((each) => !each.endsWith('@3'))).toEqual([]);
  });
});

describe('GroupConsumer.releaseKey refuses', () => {
  it.each([
    ['a topic whose dead letters leave their key free', { topic: { retry } }, 'a', 'SPW-5202'],
    ['a key that is not held', hold, 'b', 'SPW-5205'],
  ] as const)('%s', async (_, options, key, code) => {
    await open(options);
    await bench.sell(...sales(1));
    const consumer = await bench.start();
    await bench.settled();
    const releasing = passing(consumer.releaseKey(shopTopic, Buffer.from(key)));
    await expect(releasing).rejects.toMatchObject({ code });
  });
});

function isTombstone({ topic, value }: OutgoingRecord): boolean {
  return topic === holds && value === null;
}

function wasSentBack(headers: RecordHeaders): boolean {
  return headers[spillwayHeaders.redriveJob] !== undefined;
}

/** The process dies with the append that is the last of its kind: it is not in the log. */
function dyingAt(
  dying: KillableTransport,
  back: string,
  isLast: (record: OutgoingRecord, copies: number) => boolean,
): KillableTransport & { readonly log: never } {
  let copies = 0;
  const sink = dying.sink();
  const append: typeof sink.append = async (record) => {
    if (record.topic === back) copies++;
    if (isLast(record, copies)) await dying.kill();
    return sink.append(record);
  };
  const mortal = sinkWith(sink, { append });
  return { ...dying, sink: () => mortal } as KillableTransport & { readonly log: never };
}
