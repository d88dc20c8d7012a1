import { expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { memoryStateStore, ShopBench, Sold, type Sale } from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';
import { noLedger, type DeliveryLedger } from '../../ports/delivery-ledger.js';

function rememberingLedger(told: string[]): DeliveryLedger {
  return {
    ...noLedger,
    completed: ({ first, last }) => void told.push(`completed ${first}-${last}`),
    noted: ({ outcome, offset, lastOffset = offset, causeCode, topicId }) =>
      void told.push(`${outcome} ${offset}-${lastOffset} ${causeCode} ${topicId}`),
  };
}

it('tells the ledger what an owner before had done, and not told when it ended', async () => {
  const handled: string[] = [];
  const told: string[] = [];
  const ledger = rememberingLedger([]);
  const bench = await ShopBench.open({
    state: memoryStateStore(),
    handlers: [
      {
        kind: 'single',
        name: 'counts',
        definitions: [Sold],
        handle: (delivery) => void handled.push((delivery as Delivery<Sale>).event.item),
      },
    ],
  });
  const id = await bench.transport.admin().topicId('shop.sales');
  let isAway = false;
  const flush = (): Promise<void> =>
    isAway ? Promise.reject(new SpillwayError('SPW-5101', 'The process ends before')) : Promise.resolve();
  const before = await bench.start({ ledger: { ...ledger, flush } });
  await bench.sell({ item: 'told', id: '0' });
  await bench.until(() => handled.length === 1);
  await bench.clock.advance(2_500);
  isAway = true;
  await bench.sell({ item: 'untold', id: '1' }, { item: 'untold too', id: '2' });
  await bench.until(() => handled.length === 3);
  await bench.clock.advance(500);
  await bench.stop(before);
  await bench.start({ ledger: rememberingLedger(told) });
  await bench.sell({ item: 'next', id: '3' });
  await bench.until(() => handled.length === 4);
  await bench.close();
  expect(told).toEqual([`skipped 1-2 SPW-5105 ${id}`, 'completed 3-3']);
});
