import { describe, expect, it } from '@jest/globals';
import { memoryTransport } from '@spillway/streaming';
import { expectCommitted, memoryStateStore, outgoingSale, shopTopic, waitUntil } from '@spillway/testing';
import { isDrained, stockProcess } from '../support/stock-process.js';

const place = { topic: shopTopic, partition: 0 };

async function logWith(...records: Parameters<typeof outgoingSale>[0][]) {
  const transport = memoryTransport();
  await transport.admin().ensureTopics([shopTopic, 'shop.sales.stock.dlq'].map((name) => ({ name, partitions: 1 })));
  for (const record of records) await transport.sink().append({ ...outgoingSale(record), partition: 0 });
  return transport;
}

describe('poison does not block its partition', () => {
  it('a record that does not decode, at the head', async () => {
    const transport = await logWith({ value: Buffer.from([0, 1, 2]) }, { item: 'cup', id: '1' });
    const counted: string[] = [];
    const process = stockProcess({ transport, counted, state: memoryStateStore() });
    await process.consumer.start();
    await expectCommitted(transport, 'stock', place).atLeast(2n);
    await process.consumer.stop();
    expect(counted).toEqual(['cup']);
  });

  it('an event its handler always fails on, between others', async () => {
    const transport = await logWith({ item: 'a', id: '1' }, { item: 'bad', id: '2' }, { item: 'c', id: '3' });
    const counted: string[] = [];
    const handle = (sales: readonly { event: { item: string } }[]): void => {
      if (sales.some((sale) => sale.event.item === 'bad')) throw new TypeError('no such item');
    };
    const process = stockProcess({ transport, counted, state: memoryStateStore(), handle });
    await process.consumer.start();
    await waitUntil('all is done', () => isDrained([process], 1));
    await process.consumer.stop();
    expect(counted).toEqual(['a', 'c']);
  });

  it('but an outage waits: nothing is parked or committed, and it goes on by itself afterwards', async () => {
    const transport = await logWith({ item: 'a', id: '1' }, { item: 'b', id: '2' });
    const counted: string[] = [];
    let away = true;
    const handle = (): void => {
      if (away) throw Object.assign(new Error('warehouse refuses'), { code: 'ECONNREFUSED' });
    };
    const process = stockProcess({ transport, counted, state: memoryStateStore(), handle });
    await process.consumer.start();
    await waitUntil('the group is suspended', () => process.consumer.status().state === 'suspended');
    expect(process.consumer.status().reason).toContain('warehouse refuses');
    // Where the group stands is committed from the start; it stands before the first record.
    await expectCommitted(transport, 'stock', place).atLeast(0n);
    await expectCommitted(transport, 'stock', place).exactly(0n);
    away = false;
    await expectCommitted(transport, 'stock', place).atLeast(2n);
    await process.consumer.stop();
    expect(counted).toEqual(['a', 'b']);
    const [letters] = await transport.admin().ranges('shop.sales.stock.dlq');
    expect(letters?.endOffset).toBe(0n);
  });
});
