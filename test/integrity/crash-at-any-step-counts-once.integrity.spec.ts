import { describe, expect, it } from '@jest/globals';
import { memoryTransport } from '@spillway/streaming';
import {
  killableStateStore,
  memoryStateStore,
  outgoingSale,
  shopTopic,
  transactionSteps,
  waitUntil,
} from '@spillway/testing';
import { isDrained, stockProcess, type StockProcess } from '../support/stock-process.js';

const deadLetters = 'shop.sales.stock.dlq';
const partitions = 2;
const distinctEvents = 40;

/** 40 events over two partitions, every fifth lies in the log twice, and a poison record heads each partition. */
async function filledLog() {
  const transport = memoryTransport();
  await transport.admin().ensureTopics([shopTopic, deadLetters].map((name) => ({ name, partitions })));
  for (let partition = 0; partition < partitions; partition++) {
    await transport.sink().append({ ...outgoingSale({ value: Buffer.from('poison') }), partition });
  }
  for (let event = 0; event < distinctEvents; event++) {
    const record = { ...outgoingSale({ id: `event-${event}`, item: `item-${event}` }), partition: event % partitions };
    await transport.sink().append(record);
    if (event % 5 === 0) await transport.sink().append(record);
  }
  return transport;
}

describe('a crash at any step counts every event once', () => {
  const moments = [...transactionSteps, 'in-handler'] as const;
  const crashes = moments.flatMap((moment) => [1, 2, 3].map((time) => [moment, time] as const));

  it.each(crashes)('%s, the %i. time', async (moment, time) => {
    const transport = await filledLog();
    const shared = memoryStateStore();
    const counted: string[] = [];
    let visits = 0;
    let crashed = false;
    const crashAt = (here: (typeof moments)[number]): void => {
      if (crashed || (here === moment && ++visits === time)) {
        crashed = true;
        throw new Error(`died ${here}`);
      }
    };

    const first = stockProcess({
      transport,
      counted,
      state: killableStateStore(shared, crashAt),
      handle: () => crashAt('in-handler'),
      limits: { maxRoundRecords: 7 },
    });
    // The process dies where the fault strikes: it says nothing more, and its open transaction rolls back.
    const died = waitUntil('the first process died', () => crashed).then(() => first.kill());
    await Promise.all([first.consumer.start(), died]);

    const second = stockProcess({ transport, counted, state: shared });
    await second.consumer.start();
    await waitUntil('all is done', () => isDrained([second], partitions));
    await second.consumer.stop();

    expect(counted.toSorted()).toEqual(
      Array.from({ length: distinctEvents }, (_, event) => `item-${event}`).toSorted(),
    );
    expect(await shared.inbox.totals('stock')).toEqual([
      { topic: shopTopic, completed: distinctEvents, deadLettered: partitions },
    ]);
    expect(await parkedPlaces([second])).toEqual(['0:0', '1:0']);
  });

  /** Where parked records first lay; one may be parked twice when its transaction was lost after the append. */
  async function parkedPlaces([process]: readonly StockProcess[]): Promise<string[]> {
    const places = new Set<string>();
    const source = process!.transport.source({ groupId: 'reader', topics: [deadLetters], startFrom: 'beginning' });
    await source.start({
      onAssigned: async () => [],
      onRevoking: async () => {},
      onError: () => {},
      onBatch: ({ records }) => {
        for (const { headers } of records) {
          places.add(`${String(headers['spillway-origin-partition'])}:${String(headers['spillway-origin-offset'])}`);
        }
      },
    });
    await waitUntil('dead letters are read', () => places.size >= partitions);
    await source.stop();
    return [...places].toSorted();
  }
});
