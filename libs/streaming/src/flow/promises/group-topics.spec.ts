import { afterEach, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, holdsTopic, retryTopic, SpillwayError, type TopicDefinition } from '@spillway/events';
import {
  Returned,
  ShopBench,
  shopTopic,
  Sold,
  virtualClock,
  type Sale,
  type ShopBenchOptions,
} from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';
import { memoryTransport, type MemoryTransport } from '../../memory/memory-transport.js';
import type { SingleBinding } from '../../group/handler-binding.js';
import type { LogAdmin } from '../../ports/log-admin.js';
import type { Logger } from '../../ports/logger.js';

const tier = retryTopic(shopTopic, 'stock', '10s');
const holds = holdsTopic(shopTopic, 'stock');
const deadLetters = deadLetterTopic(shopTopic, 'stock');
const topic = { retry: { delaysMs: [10_000] } };
const code = (wanted: string, message = /./) =>
  expect.objectContaining({ code: wanted, message: expect.stringMatching(message) as unknown });

let bench: ShopBench;
let seen: string[];
let said: string[];
afterEach(() => bench?.close());

/** The first call for each event with a quantity above 5 fails. */
const binding: SingleBinding = {
  kind: 'single',
  name: 'count-stock',
  definitions: [Sold, Returned],
  handle: (delivery) => {
    const { event, attempt, record } = delivery as Delivery<Sale>;
    seen.push(`${event.item}${event.quantity}@${attempt}/${record.partition}`);
    if (event.quantity > 5 && attempt === 1) throw new Error('not yet');
  },
};

const saying = (_: object, message: string): void => void said.push(message);
const logger: Logger = { debug: () => {}, info: () => {}, warn: saying, error: saying };

async function open(options: Partial<ShopBenchOptions> = {}, made: readonly TopicDefinition[] = []): Promise<void> {
  seen = [];
  said = [];
  const clock = virtualClock();
  const transport = memoryTransport({ clock });
  await transport.admin().ensureTopics(made);
  bench = await ShopBench.open({ handlers: [binding], topic, clock, transport, logger, ...options });
}

/** The same log, asked with differences. */
function asked(differences: Partial<LogAdmin>): { readonly transport: MemoryTransport } {
  const { transport } = bench;
  const admin = Object.assign(Object.create(transport.admin()) as LogAdmin, differences);
  return { transport: { ...transport, admin: () => admin } };
}

const refusing = (error: 'SPW-1101' | 'SPW-1102') => async (): Promise<never> => {
  throw new SpillwayError(error, 'so it is');
};

describe('what a group’s own topics keep', () => {
  it.each([
    [
      tier,
      { 'retention.ms': '604810000' },
      /retry\.10s would lose .*retention\.ms=604810000; it must exceed 604810000/,
    ],
    [tier, { 'retention.ms': '1209600000', 'retention.bytes': '1073741824' }, /retention\.bytes=1073741824/],
    [tier, { 'cleanup.policy': 'compact' }, /cleanup\.policy=compact; it must be delete/],
    [deadLetters, { 'retention.ms': '86400000' }, /dlq would lose dead letters: .*retention\.ms=86400000/],
    [holds, { 'cleanup.policy': 'compact,delete' }, /holds would lose which keys are held.*must be compact/],
  ])('refuses the start when it is too little: %s %j', async (name, config, message) => {
    await open({ topic: { ...topic, whenDeadLettered: 'hold' } }, [{ name, partitions: 1, config }]);
    await expect(bench.start()).rejects.toEqual(code('SPW-5024', message));
  });

  it('is enough where a shorter outage is planned for, where a topic is missing, and where settings are hidden', async () => {
    const config = { 'retention.ms': '86400000' };
    await open(
      {},
      [tier, deadLetters].map((name) => ({ name, partitions: 1, config })),
    );
    await bench.stop(await bench.start({ outageMs: 3_600_000 }));
    bench.transport.log.deleteTopic(deadLetters);
    await bench.stop(await bench.start({ outageMs: 3_600_000 }));
    expect(said).toEqual([]);
    await bench.start(asked({ settings: refusing('SPW-1102') }));
    expect(said).toContainEqual(expect.stringContaining('nobody knows whether it keeps enough'));
  });
});

describe('partitions of a group’s own topics', () => {
  const countOf = (name: string): number => bench.transport.log.topic(name).partitions.length;

  it('are brought to those of their source at the start', async () => {
    const made = [tier, deadLetters].map((name) => ({ name, partitions: 1 }));
    await open({}, made).catch(() => undefined);
    bench.transport.log.addPartitions(shopTopic, 2);
    const consumer = await bench.start();
    expect([countOf(tier), countOf(deadLetters)]).toEqual([3, 3]);
    await bench.sell({ item: 'a', quantity: 6, partition: 2 });
    await bench.settled();
    expect(seen).toEqual(['a6@1/2', 'a6@2/2']);
    expect(consumer.status().state).toBe('running');
  });

  it('refuse the start when there are too many, or when they may not be added', async () => {
    await open();
    bench.transport.log.addPartitions(shopTopic, 1);
    await expect(bench.start(asked({ addPartitions: refusing('SPW-1102') }))).rejects.toEqual(
      code('SPW-1104', /may not add them/),
    );
    bench.transport.log.addPartitions(tier, 2);
    await expect(bench.start()).rejects.toEqual(code('SPW-1104', /has 3 partitions, but its source .* has 2/));
  });

  it('follow when partitions are added to the source while the group runs', async () => {
    await open({ topic: { ...topic, whenDeadLettered: 'hold' } });
    const consumer = await bench.start();
    await bench.sell({ item: 'a', quantity: 6 }, { item: 'b', quantity: 1 });
    await bench.until(() => seen.includes('b1@1/0'));
    bench.transport.log.addPartitions(shopTopic, 2);
    await bench.sell({ item: 'c', quantity: 7, partition: 1 }, { item: 'c', quantity: 2, partition: 1 });
    await bench.until(() => seen.length >= 5);
    await bench.settled();
    expect(seen.toSorted()).toEqual(['a6@1/0', 'a6@2/0', 'b1@1/0', 'c2@1/1', 'c7@1/1', 'c7@2/1']);
    expect(seen.indexOf('c2@1/1')).toBeGreaterThan(seen.indexOf('c7@2/1'));
    expect([tier, holds, deadLetters].map(countOf)).toEqual([3, 3, 3]);
    expect(consumer.report().flows.map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  });

  it('are waited for, loudly, while they may not be added; the others go on', async () => {
    await open();
    const consumer = await bench.start(asked({ addPartitions: refusing('SPW-1102') }));
    bench.transport.log.addPartitions(shopTopic, 1);
    await bench.until(() => consumer.status().state === 'suspended');
    await bench.sell({ item: 'a', quantity: 1 }, { item: 'b', quantity: 2, partition: 1 });
    await bench.until(() => seen.includes('a1@1/0'));
    await bench.clock.advance(120_000);
    expect(consumer.status().reason).toMatch(/SPW-1104.*may not add them/);
    expect(said).toContainEqual(expect.stringContaining('wait for their retry topics'));
    expect(seen).toEqual(['a1@1/0']);
    await bench.transport.admin().addPartitions(tier, 2);
    await bench.settled();
    expect(seen).toEqual(['a1@1/0', 'b2@1/1']);
  });
});

describe('the start of a group', () => {
  it('waits for what may pass', async () => {
    await open();
    let left = 3;
    const { transport } = bench;
    const soon = <T>(answer: () => Promise<T>): Promise<T> =>
      left-- > 0 ? Promise.reject(new SpillwayError('SPW-1101', 'there is no leader yet')) : answer();
    const consumer = await bench.start(
      asked({
        topics: () => soon(() => transport.admin().topics()),
        ranges: (name) => soon(() => transport.admin().ranges(name)),
      }),
    );
    await bench.until(() => consumer.status().state === 'running', 10_000);
    expect(left).toBeLessThan(0);
  });

  it('is refused with what it waited for when that takes too long', async () => {
    await open();
    const startedAtMs = bench.clock.nowMs();
    await expect(bench.start(asked({ topics: refusing('SPW-1101') }))).rejects.toEqual(code('SPW-1101'));
    expect(bench.clock.nowMs() - startedAtMs).toBeGreaterThanOrEqual(30_000);
  });

  it('is refused at once for what waiting does not mend, and may be given up', async () => {
    await open();
    bench.transport.log.deleteTopic(tier);
    const startedAtMs = bench.clock.nowMs();
    await expect(bench.start()).rejects.toEqual(code('SPW-1103'));
    expect(bench.clock.nowMs() - startedAtMs).toBeLessThan(1_000);
  });
});
