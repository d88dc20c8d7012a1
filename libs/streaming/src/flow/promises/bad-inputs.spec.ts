import { afterEach, describe, expect, it } from '@jest/globals';
import { retryTopic, tombstoneOf } from '@spillway/events';
import {
  Counted,
  outgoingSale,
  Returned,
  ShopBench,
  shopTopic,
  Sold,
  type Sale,
  type ShopBenchOptions,
} from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';
import type { SingleBinding } from '../../group/handler-binding.js';
import { silentLogger } from '../../ports/logger.js';
import type { LogRecord, OutgoingRecord, RecordHeaders } from '../../ports/record.js';
import { maxHops } from '../../retry/copies/retry-headers.js';

/**
 * Classes of bad input (docs/reference/bad-inputs.md) that the engine answers, whatever codec and log it has: through a
 * running group. Those that show when a record is decoded stand in libs/codecs, those of the broker in libs/kafka.
 */

let bench: ShopBench;
afterEach(() => bench.close());

const retry = { delaysMs: [1_000] };
const tier = retryTopic(shopTopic, 'stock', '1s');

interface Running {
  readonly handled: Delivery<Sale>[];
}

/** A group that has taken everything: handler, options and records as given. */
async function consume(
  records: readonly Partial<OutgoingRecord>[],
  { handle = () => {}, ...options }: Partial<ShopBenchOptions> & { handle?: SingleBinding['handle'] } = {},
): Promise<Running> {
  const handled: Delivery<Sale>[] = [];
  const handler: SingleBinding = {
    kind: 'single',
    name: 'take',
    definitions: [Sold, Returned],
    timeoutMs: 1_000,
    handle: (delivery, context) => {
      handled.push(delivery as Delivery<Sale>);
      return handle(delivery, context);
    },
  };
  bench = await ShopBench.open({ topic: { retry }, handlers: [handler], ...options });
  await bench.start();
  for (const record of records) await bench.transport.sink().append({ ...outgoingSale(), partition: 0, ...record });
  await bench.settled();
  return { handled };
}

const text = ({ headers }: LogRecord, name: string): string => String(headers[`spillway-${name}`]);
const codes = async (): Promise<readonly string[]> =>
  (await bench.deadLetters()).map((letter) => text(letter, 'error-code'));
const fail = (): never => {
  throw new Error('no');
};

describe('41 a null value (tombstone)', () => {
  const gone = { key: Buffer.from('cup'), value: null };

  it('41 goes to the handler for tombstones, in the order of its key', async () => {
    const seen: unknown[] = [];
    const handler: SingleBinding = {
      kind: 'single',
      name: 'forget',
      definitions: [Sold, Returned, tombstoneOf(shopTopic)],
      handle: ({ event, key, envelope }) => void seen.push([key, event, envelope.type]),
    };
    await consume([{}, gone, {}], { handlers: [handler] });
    const sale = ['cup', { item: 'cup', quantity: 1 }, Sold.type];
    expect(seen).toEqual([sale, ['cup', null, 'spillway.Tombstone'], sale]);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it('41 is passed by where the group ignores tombstones', async () => {
    const { handled } = await consume([gone, {}], { topic: { retry, ignore: [Counted, tombstoneOf(shopTopic)] } });
    expect(handled).toHaveLength(1);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it('41 is a dead letter, still without a value, where nobody expects one', async () => {
    const { handled } = await consume([gone, {}]);
    expect(await codes()).toEqual(['SPW-5002']);
    expect(await bench.deadLetters()).toMatchObject([gone]);
    expect(handled).toHaveLength(1);
  });
});

describe('57 odd headers', () => {
  const sets: Readonly<Record<string, RecordHeaders>> = {
    'a repeated name': { n: [Buffer.from('1'), Buffer.from('2'), Buffer.from('1')] },
    'an empty name': { '': Buffer.from('1') },
    'names of every object’s members': Object.fromEntries([
      ['__proto__', Buffer.from('1')],
      ['constructor', Buffer.from('2')],
    ]),
    'binary and no UTF-8': { b: Buffer.from([0, 255, 0xc3, 0x28, 0xed, 0xa0, 0x80]) },
    '10,000 of them': Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`h${index}`, Buffer.from([index & 255])]),
    ),
    'one of 1 MB': { big: Buffer.alloc(1_000_000, 7) },
  };

  it.each(Object.entries(sets))('57 %s: byte for byte through a tier into the dead letter', async (_name, headers) => {
    const { handled } = await consume([{ headers }], { handle: fail });
    expect(handled).toHaveLength(2);
    const [letter] = await bench.deadLetters();
    expect(foreign(letter!.headers)).toEqual(foreign(headers));
    expect(ownBytes(letter!.headers)).toBeLessThanOrEqual(8_192);
  });

  /** Bytes as text: comparing a million of them one by one takes long. */
  const foreign = (headers: RecordHeaders): string[] =>
    Object.entries(headers)
      .filter(([name]) => !name.startsWith('spillway-'))
      .map(([name, value]) => [name, ...([value].flat() as Buffer[]).map((part) => part.toString('base64'))].join(' '))
      .toSorted();
  const ownBytes = (headers: RecordHeaders): number =>
    Object.entries(headers)
      .filter(([name]) => name.startsWith('spillway-'))
      .reduce((sum, [name, value]) => sum + name.length + (value as Buffer).length, 0);
});

describe('58 forged control headers', () => {
  const forged: readonly RecordHeaders[] = [
    { 'spillway-attempt': '-1' },
    { 'spillway-attempt': '1000000000' },
    { 'spillway-attempt': 'NaN' },
    { 'spillway-epoch': '999999' },
    { 'spillway-held': 'true' },
    { 'spillway-origin-topic': 'payroll' },
    { 'spillway-redrive-job': 'mine' },
    { 'spillway-hops': '-1' },
  ];

  it.each(forged)('58 in a record that is no copy: %p', async (headers) => {
    const { handled } = await consume([{ headers }, {}]);
    expect(await codes()).toEqual(['SPW-5021']);
    const [letter] = await bench.deadLetters();
    const [[name, value]] = Object.entries(headers) as [[string, string]];
    expect(String(letter!.headers[`untrusted-${name}`])).toBe(value);
    expect(text(letter!, 'attempt')).toBe('0');
    expect(handled).toHaveLength(1);
  });

  const sound = {
    'spillway-origin-topic': shopTopic,
    'spillway-origin-partition': '0',
    'spillway-origin-offset': '5',
    'spillway-origin-timestamp': '0',
    'spillway-group': 'stock',
    'spillway-attempt': '1',
    'spillway-redrive-job': 'job',
  };

  it.each<[string, Record<string, string>]>([
    ['attempt −1', { 'spillway-attempt': '-1' }],
    ['attempt 10^9', { 'spillway-attempt': '1000000000' }],
    ['attempt NaN', { 'spillway-attempt': 'NaN' }],
    ['the topic of another app', { 'spillway-origin-topic': 'payroll' }],
    ['another group', { 'spillway-group': 'payroll' }],
    ['another partition', { 'spillway-origin-partition': '3' }],
    ['an offset that is no number', { 'spillway-origin-offset': '0x10' }],
    ['an epoch that nobody has come to', { 'spillway-epoch': `${2 ** 40}` }],
    ['the highest epoch that is believed', { 'spillway-epoch': `${2 ** 41}` }],
    ['an epoch beyond', { 'spillway-epoch': `${2 ** 41 + 1}` }],
    ['a first failure in a year beyond', { 'spillway-first-failed-at': '+99999-01-01' }],
  ])('58 in a tier: %s', async (_name, lie) => {
    const { handled } = await consume([
      { topic: tier, headers: { ...sound, ...lie } },
      { topic: tier, headers: sound },
    ]);
    expect(await codes()).toEqual(['SPW-5021']);
    expect(handled.map(({ offset }) => offset)).toEqual([5n]);
  });

  it('58 in a tier: epochs that would leave no owner one of its own stop nobody', async () => {
    const { handled } = await consume(
      [2 ** 40 - 1, 2 ** 41].map((epoch) => ({ topic: tier, headers: { ...sound, 'spillway-epoch': `${epoch}` } })),
    );
    expect(await codes()).toEqual(['SPW-5021']);
    expect(text((await bench.deadLetters())[0]!, 'error-message')).toMatch(
      'spillway-epoch is ahead of every take-over',
    );
    expect(handled).toHaveLength(1);
    await bench.sell({ item: 'next' });
    await bench.settled();
    expect(handled).toHaveLength(2);
  });
});

describe('59 a key of 0 bytes and no key', () => {
  it('59 stay what they are, where they are, through a tier into the dead letter', async () => {
    const keys = [Buffer.alloc(0), null];
    await consume(
      keys.map((key) => ({ key, partition: 2 })),
      { handle: fail, partitions: 4 },
    );
    const letters = await bench.deadLetters();
    expect(letters.map(({ partition }) => partition)).toEqual([2, 2]);
    expect(letters.map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
    expect((await bench.records(tier)).map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
  });
});

describe('63 timestamps out of this world', () => {
  it.each([-1, 0, 2 ** 63 - 1])('63 %d is handled and told as it is', async (timestampMs) => {
    const { handled } = await consume([{ timestampMs }], { handle: fail });
    expect(handled.map((delivery) => delivery.timestampMs)).toEqual([timestampMs, timestampMs]);
    const [letter] = await bench.deadLetters();
    expect(Number(text(letter!, 'origin-timestamp'))).toBe(timestampMs);
  });
});

describe('64 ten thousand times the same poison', () => {
  const poison = Array.from({ length: 10_000 }, (_, index) => ({ item: `cup ${index}` }));

  function watchedLogger() {
    const lines = { warn: 0, error: 0 };
    return { lines, logger: { ...silentLogger, warn: () => void lines.warn++, error: () => void lines.error++ } };
  }

  it('64 that a handler cannot take: it pauses after the first hundred, with one alarm', async () => {
    const { lines, logger } = watchedLogger();
    const handlers: SingleBinding[] = [{ kind: 'single', name: 'take', definitions: [Sold], handle: fail }];
    bench = await ShopBench.open({ handlers, logger });
    await bench.sell(...poison);
    const consumer = await bench.start();
    await bench.until(() => consumer.report().budgets.some(({ isSpent }) => isSpent));
    await bench.clock.advance(30_000);
    expect((await bench.deadLetters()).length).toBeLessThanOrEqual(101);
    expect(lines).toEqual({ warn: 10, error: 1 });
  }, 60_000);

  it('64 that does not decode: all of it is parked, the log says so ten times a minute', async () => {
    const { lines, logger } = watchedLogger();
    const handlers: SingleBinding[] = [{ kind: 'single', name: 'take', definitions: [Sold], handle: () => {} }];
    bench = await ShopBench.open({ handlers, logger });
    await bench.sell(...poison.map((sale) => ({ ...sale, value: Buffer.from('poison') })));
    await bench.start();
    const begunMs = bench.clock.nowMs();
    await bench.settled();
    const minutes = 1 + Math.floor((bench.clock.nowMs() - begunMs) / 60_000);
    expect(await bench.deadLetters()).toHaveLength(10_000);
    expect(lines.warn).toBeLessThanOrEqual(10 * minutes);
    expect(lines.error).toBe(0);
  }, 60_000);
});

describe('65 an event whose handler always times out', () => {
  it('65 has as many attempts as any, then is a dead letter', async () => {
    const { handled } = await consume([{}], {
      handle: (_delivery, { signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined))),
    });
    expect(handled.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(await codes()).toEqual(['SPW-5030']);
  });
});

describe('66 an event that makes a handler publish to its own topic', () => {
  it('66 goes round as often as is allowed, then is a dead letter', async () => {
    const { handled } = await consume([{}], {
      handle: async (delivery) => void (await delivery.publish(Sold, delivery.event as Sale)),
    });
    expect(handled).toHaveLength(maxHops + 1);
    expect(await codes()).toEqual(['SPW-5022']);
  });
});
