import { describe, expect, it } from '@jest/globals';
import { ShopBench, outgoingSale, shopTopic, Sold } from '@spillway/testing';
import { suspend, type Outcome } from '../../group/outcome.js';
import type { Delivery } from '../../group/delivery.js';
import type { LogRecord } from '../../ports/record.js';
import { FlowItem } from './flow-item.js';
import type { FlowStream } from '../intake/flow-stream.js';

const stream = { tellPassed: () => [] } as unknown as FlowStream;
/** More than one Buffer of Node's own pool. */
const fetchBytes = 1024 * 1024;

function fetched(): LogRecord {
  const fetch = Buffer.alloc(fetchBytes, 'x');
  const headers = { ce_id: fetch.subarray(100, 120), twice: [fetch.subarray(0, 5), fetch.subarray(5, 10)] };
  const [key, value] = [fetch.subarray(0, 10), fetch.subarray(10, 100)];
  return { topic: 't', partition: 0, offset: 0, timestampMs: 0, key, value, headers };
}

function buffersOf({ key, value, headers }: LogRecord): readonly Buffer[] {
  return [key, value, ...Object.values(headers).flat()].filter((bytes): bytes is Buffer => bytes instanceof Buffer);
}

describe('an item', () => {
  it('that waits keeps nothing of the fetch it came with, its headers included', () => {
    const record = fetched();
    const item = new FlowItem(stream, record, undefined, undefined);
    item.detach();
    expect(buffersOf(item.record)).toEqual(buffersOf(record));
    for (const { buffer } of buffersOf(item.record)) expect(buffer.byteLength).toBeLessThan(fetchBytes);
  });

  it('counts its headers', () => {
    expect(new FlowItem(stream, fetched(), undefined, undefined).sizeBytes).toBe(100 + 25 + 20);
  });

  it.each<[string, () => Outcome]>([
    ['to be tried again', () => { throw new Error('not yet'); }], // prettier-ignore
    ['for a dependency', () => suspend('gateway', { forMs: 60_000 })],
  ])('that waits %s is handed on without the fetch it came with', async (_for, first) => {
    const records: LogRecord[] = [];
    const bench = await ShopBench.open({
      handlers: [
        {
          kind: 'single',
          name: 'counts',
          definitions: [Sold],
          handle: ({ record }) => (records.push(record) === 1 ? first() : undefined),
        },
      ],
    });
    await bench.sell({ item: 'cup' });
    await bench.start();
    await bench.settled();
    await bench.close();
    expect(records.map(({ offset, key }) => [offset, String(key)])).toEqual([[0, 'cup'], [0, 'cup']]); // prettier-ignore
    expect(records[1]!.value).not.toBe(records[0]!.value);
  });
});

it('a member shares what it may have open among its partitions, headers counted', async () => {
  const open = [0, 0];
  const bench = await ShopBench.open({
    partitions: 2,
    topic: { concurrency: 64 },
    limits: { maxOpenBytes: 4_000 },
    handlers: [
      {
        kind: 'single',
        name: 'never ends',
        definitions: [Sold],
        handle: (delivery: Delivery, { signal }) => {
          open[delivery.partition]!++;
          return bench.clock.sleep(1_000_000, signal);
        },
      },
    ],
  });
  for (let index = 0; index < 40; index++) {
    const sale = outgoingSale({ item: `item-${index}` });
    const headers = { large: Buffer.alloc(900) };
    await bench.transport.sink().append({ ...sale, topic: shopTopic, partition: index % 2, headers });
  }
  await bench.start();
  await bench.clock.advance(1_000);
  expect(open).toEqual([3, 3]);
  await bench.close();
});
