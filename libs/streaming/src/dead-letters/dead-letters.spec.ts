import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, retryTopic, spillwayHeaders } from '@spillway/events';
import {
  memoryStateStore,
  outgoingSale,
  Returned,
  ShopBench,
  shopTopic,
  Sold,
  type Sale,
  type ShopBenchOptions,
} from '@spillway/testing';
import type { SingleBinding } from '../group/handler-binding.js';
import { exponential } from '../retry/tiers/retry-policy.js';
import { DeadLetters } from './dead-letters.js';

const retry = exponential({ initialMs: 1_000, factor: 10, maxMs: 10_000 });
const dlq = deadLetterTopic(shopTopic, 'stock');
const firstTier = retryTopic(shopTopic, 'stock', '1s');

let bench: ShopBench;
let letters: DeadLetters;
let isBroken: boolean;
let seen: string[];
beforeEach(() => {
  seen = [];
  isBroken = true;
});
afterEach(() => bench.close());

const handler: SingleBinding = {
  kind: 'single',
  name: 'count-stock',
  definitions: [Sold, Returned],
  handle: ({ event, attempt }) => {
    const { item, quantity } = event as Sale;
    seen.push(`${item}${quantity}@${attempt}`);
    if (isBroken) throw new TypeError(`no ${item}`);
  },
};

/** Every sale dies. */
async function dead(items: readonly string[], options: Partial<ShopBenchOptions> = {}): Promise<void> {
  bench = await ShopBench.open({ handlers: [handler], topic: { retry }, ...options });
  letters = new DeadLetters(bench.group, bench.transport);
  await bench.start();
  for (const [index, item] of items.entries()) {
    await bench.sell({ id: `e${index}`, item, quantity: index, partition: index % (options.partitions ?? 1) });
    await bench.settled();
  }
}

async function listed(query: Partial<Parameters<DeadLetters['list']>[0]> = {}): Promise<readonly string[]> {
  return (await letters.list({ limit: 100, ...query })).letters.map(({ id }) => id.slice(dlq.length + 1));
}

describe('DeadLetters.list', () => {
  it('gives the newest first, over all partitions, page by page', async () => {
    await dead(['a', 'b', 'c', 'd', 'e'], { partitions: 2 });
    const all = ['0/2', '1/1', '0/1', '1/0', '0/0'];
    expect(await listed()).toEqual(all);
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await letters.list({ limit: 2, ...(cursor === '' ? {} : { cursor }) });
      pages.push(...page.letters.map(({ id }) => id.slice(dlq.length + 1)));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(all);
  });

  it('filters by cause, fingerprint, key and time', async () => {
    await dead(['a', 'b', 'a']);
    const { letters: all } = await letters.list({ limit: 10 });
    const { last, timestampMs } = all[1]!;
    expect(await listed({ key: Buffer.from('a') })).toEqual(['0/2', '0/0']);
    expect(await listed({ fromMs: timestampMs, toMs: timestampMs + 1 })).toEqual(['0/1']);
    expect(await listed({ fingerprint: last.fingerprint! })).toContain('0/1');
    expect(await listed({ fingerprint: 'other' })).toEqual([]);
    expect(await listed({ code: 'SPW-5001' })).toEqual([]);
  });

  it('tells causes, origin, attempts and the event', async () => {
    await dead(['a']);
    const [letter] = (await letters.list({ limit: 1, topic: shopTopic })).letters;
    expect(letter).toMatchObject({
      id: `${dlq}/0/0`,
      key: Buffer.from('a'),
      origin: { topic: shopTopic, partition: 0, offset: 0 },
      group: 'stock',
      handler: 'count-stock',
      attempts: 3,
      redriveCount: 0,
      first: { errorClass: 'TypeError', message: 'no a' },
      last: { errorClass: 'TypeError', message: 'no a', stack: expect.stringContaining('    at ') },
      eventId: 'e0',
    });
  });

  it('lists whatever lies there', async () => {
    await dead([]);
    await bench.transport.sink().append({ topic: dlq, partition: 0, key: null, value: null, headers: { x: 'y' } });
    expect((await letters.list({ limit: 1 })).letters).toMatchObject([{ id: `${dlq}/0/0`, origin: undefined }]);
    await expect(letters.sendBack([`${dlq}/0/0`])).rejects.toMatchObject({ code: 'SPW-5207' });
  });

  it('refuses topics and cursors of others', async () => {
    await dead([]);
    await expect(listed({ topic: 'other' })).rejects.toMatchObject({ code: 'SPW-5202' });
    for (const rows of ['[["other",0,1]]', '[1]', '{}', 'x', `[["${dlq}",0,-1]]`]) {
      const cursor = Buffer.from(rows).toString('base64url');
      await expect(listed({ cursor })).rejects.toMatchObject({ code: 'SPW-5208' });
    }
  });
});

describe.each([
  ['without state', undefined],
  ['with state', memoryStateStore],
])('DeadLetters.sendBack %s', (_, state) => {
  const options = () => (state === undefined ? {} : { state: state() });

  it('sends to the first retry topic, byte for byte, in the order of the events, and the handler completes', async () => {
    await dead(['a', 'b', 'a'], options());
    const before = await bench.deadLetters();
    isBroken = false;
    seen = [];
    const sent = await letters.sendBack([`${dlq}/0/2`, `${dlq}/0/0`], 'job-1');
    expect(sent).toEqual({
      job: 'job-1',
      letters: [0, 2].map((offset) => ({ id: `${dlq}/0/${offset}`, outcome: 'sent', toTopic: firstTier })),
    });
    await bench.settled();
    expect(seen).toEqual(['a0@1', 'a2@1']);
    expect(await bench.deadLetters()).toEqual(before);
    const back = (await bench.records(firstTier)).slice(-2);
    expect(back.map(({ key, value }) => ({ key, value }))).toEqual(
      [0, 2].map((at) => ({ key: before[at]!.key, value: before[at]!.value })),
    );
    expect(
      back.map(({ headers }) =>
        [spillwayHeaders.redriveJob, spillwayHeaders.redriveCount].map((name) => String(headers[name])),
      ),
    ).toEqual([
      ['job-1', '1'],
      ['job-1', '1'],
    ]);
  });

  it('sends once however often it is asked, and counts each time it came back', async () => {
    await dead(['a'], options());
    const first = await Promise.all([letters.sendBack([`${dlq}/0/0`]), letters.sendBack([`${dlq}/0/0`, `${dlq}/0/0`])]);
    expect(first.map(({ letters: [letter] }) => letter!.outcome)).toEqual(['sent', 'repeated']);
    expect(first[0]!.job).toBe(first[1]!.job);
    const elsewhere = await new DeadLetters(bench.group, bench.transport).sendBack([`${dlq}/0/0`]);
    expect(elsewhere.letters[0]!.outcome).toBe('repeated');
    await bench.settled();
    expect(await listed()).toEqual(['0/1', '0/0']);
    isBroken = false;
    seen = [];
    const both = await letters.sendBack([`${dlq}/0/0`, `${dlq}/0/1`]);
    expect(both.letters.map(({ outcome }) => outcome)).toEqual(['superseded', 'sent']);
    await bench.settled();
    expect(seen).toEqual(['a0@1']);
    const last = (await bench.records(firstTier)).at(-1)!;
    expect(String(last.headers[spillwayHeaders.redriveCount])).toBe('2');
  });
});

describe('letters of events that lay at one offset', () => {
  it.each([
    ['before and after the log was cut', {}],
    ['in two lives of the topic', { [spillwayHeaders.originTopicId]: 'earlier' }],
  ])('%s are sent back both, each once', async (_, earlier) => {
    await dead(['a']);
    const [letter] = await bench.deadLetters();
    const timestamp = Object.keys(earlier).length === 0 ? { [spillwayHeaders.originTimestamp]: '5' } : {};
    const headers = { ...letter!.headers, ...earlier, ...timestamp };
    await bench.transport.sink().append({ ...letter!, headers });
    const ids = [`${dlq}/0/0`, `${dlq}/0/1`];
    const outcomes = async (): Promise<readonly string[]> =>
      (await letters.sendBack(ids, 'job-1')).letters.map(({ outcome }) => outcome);
    expect([await outcomes(), await outcomes()]).toEqual([
      ['sent', 'sent'],
      ['repeated', 'repeated'],
    ]);
  });
});

describe('DeadLetters refuses', () => {
  it('ids of nothing', async () => {
    await dead(['a']);
    for (const id of ['', 'x', `${dlq}/0`, `${dlq}/0/1`, `${dlq}/9/0`, `${shopTopic}/0/0`, `${dlq}/0/-1`])
      await expect(letters.sendBack([id])).rejects.toMatchObject({ code: 'SPW-5203' });
  });

  it('to send anything when one of them cannot be sent', async () => {
    await dead(['a']);
    const { value, headers } = outgoingSale({ item: 'a' });
    const forged = { ...(await bench.deadLetters())[0]!.headers, ...headers, [spillwayHeaders.group]: 'other' };
    await bench.transport.sink().append({ topic: dlq, partition: 0, key: Buffer.from('a'), value, headers: forged });
    const count = (await bench.records(firstTier)).length;
    await expect(letters.sendBack([`${dlq}/0/0`, `${dlq}/0/1`])).rejects.toMatchObject({ code: 'SPW-5207' });
    expect(await bench.records(firstTier)).toHaveLength(count);
  });
});
