import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, retryTopic } from '@spillway/events';
import { memoryStateStore, Returned, ShopBench, shopTopic, Sold, type Sale } from '@spillway/testing';
import { defineGroup } from '../group/group-definition.js';
import { memoryTransport } from '../memory/memory-transport.js';
import type { SingleBinding } from '../group/handler-binding.js';
import { encodeCommitMetadata } from '../offsets/commit-metadata.js';
import { exponential } from '../retry/tiers/retry-policy.js';
import { retryTopicDefinitions } from '../retry/tiers/retry-topics.js';
import { WaitingRecords, type WaitingPage } from './waiting-records.js';

const retry = exponential({ initialMs: 1_000, factor: 10, maxMs: 10_000 });
const dlq = deadLetterTopic(shopTopic, 'stock');
const tiers = ['1s', '10s'].map((delay) => retryTopic(shopTopic, 'stock', delay));

let bench: ShopBench;
let waiting: WaitingRecords;
let broken: Set<string>;
beforeEach(() => {
  broken = new Set(['a', 'b']);
});
afterEach(() => bench.close());

const handler: SingleBinding = {
  kind: 'single',
  name: 'count-stock',
  definitions: [Sold, Returned],
  handle: ({ event }) => {
    if (broken.has((event as Sale).item)) throw new TypeError('broken');
  },
};

async function sell(...items: readonly string[]): Promise<void> {
  for (const [index, item] of items.entries()) await bench.sell({ id: `${item}${index}`, item, partition: index % 2 });
}

const places = ({ records }: WaitingPage): readonly string[] =>
  records.map(({ kind, source, record }) => `${kind} ${source} ${record.topic}/${record.partition}/${record.offset}`);

describe.each([
  ['without state', undefined],
  ['with state', memoryStateStore],
])('WaitingRecords %s', (_, state) => {
  beforeEach(async () => {
    const options = state === undefined ? {} : { state: state() };
    bench = await ShopBench.open({ handlers: [handler], topic: { retry }, partitions: 2, ...options });
    waiting = new WaitingRecords(bench.group, bench.transport);
    await bench.start();
  });

  it('gives what waits for its next try, and no more once it was tried', async () => {
    await sell('a', 'c');
    await bench.until(async () => (await bench.records(tiers[0]!)).length === 1);
    expect(places(await waiting.list({ limit: 100 }))).toEqual([`retry ${shopTopic} ${tiers[0]}/0/0`]);
    await bench.until(async () => (await bench.records(tiers[1]!)).length === 1);
    broken.clear();
    await bench.settled();
    const [member] = bench.running;
    const inMember = new WaitingRecords(bench.group, bench.transport, () => member!.status());
    expect(await inMember.list({ limit: 100 })).toEqual({ records: [], nextCursor: null });
    await bench.stop(bench.running[0]!);
    expect(await waiting.list({ limit: 100 })).toEqual({ records: [], nextCursor: null });
  });

  it('gives every dead letter, those that were sent back too, page by page', async () => {
    await sell('a', 'b', 'a', 'b', 'a');
    await bench.settled();
    await bench.stop(bench.running[0]!);
    const all = ['0/0', '0/1', '0/2', '1/0', '1/1'].map((at) => `dead-letter ${shopTopic} ${dlq}/${at}`);
    expect(places(await waiting.list({ limit: 100 }))).toEqual(all);
    const found: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: WaitingPage = await waiting.list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.records.length).toBeLessThanOrEqual(2);
      found.push(...places(page));
      cursor = page.nextCursor;
    }
    expect(found).toEqual(all);
  });

  it('refuses cursors of others', async () => {
    for (const row of ['["other",0,1]', '[1]', '{}', 'x', `["${dlq}",0,-1]`, `["${shopTopic}",0,0]`]) {
      const cursor = Buffer.from(row).toString('base64url');
      await expect(waiting.list({ limit: 1, cursor })).rejects.toMatchObject({ code: 'SPW-5208' });
    }
  });
});

describe('WaitingRecords of several topics', () => {
  it('gives the retries of all of them before any dead letter: who stops on the way has seen those first', async () => {
    const topics = ['a', 'b'];
    const group = defineGroup('stock', {
      startFrom: 'beginning',
      topics: Object.fromEntries(topics.map((topic) => [topic, { ordering: 'key', retry }])),
    });
    const transport = memoryTransport();
    const names = topics.flatMap((topic) => [deadLetterTopic(topic, 'stock'), retryTopic(topic, 'stock', '1s')]);
    await transport.admin().ensureTopics(topics.flatMap((topic) => retryTopicDefinitions(group, topic, 1)));
    for (const topic of names)
      await transport.sink().append({ topic, key: null, value: Buffer.from('x'), headers: {} });
    const { records } = await new WaitingRecords(group, transport).list({ limit: 100 });
    expect(records.map(({ kind, source }) => `${kind} ${source}`)).toEqual([
      ...['retry a', 'retry b', 'dead-letter a', 'dead-letter b'],
    ]);
  });
});

describe('WaitingRecords and commits', () => {
  it('leaves out what is done above the committed position', async () => {
    bench = await ShopBench.open({ handlers: [handler], topic: { retry } });
    const place = { topic: tiers[0]!, partition: 0 };
    for (let count = 0; count < 4; count += 1)
      await bench.transport.sink().append({ ...place, key: null, value: Buffer.from('x'), headers: {} });
    const { text: metadata } = encodeCommitMetadata(1, { fences: [], runs: [[2, 2]] });
    bench.transport.log.group('stock').commit({ ...place, offset: 1n, metadata });
    const page = await new WaitingRecords(bench.group, bench.transport).list({ limit: 100 });
    expect(page.records.map(({ record }) => record.offset)).toEqual([1, 3]);
  });
});
