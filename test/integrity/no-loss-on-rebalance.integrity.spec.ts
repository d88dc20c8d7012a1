import { describe, expect, it } from '@jest/globals';
import { defineGroup, memoryTransport, systemClock } from '@spillway/streaming';
import { memoryStateStore, outgoingSale, shopTopic, stockGroup, waitUntil, Counted } from '@spillway/testing';
import { isDrained, stockProcess, type StockProcess, type StockProcessOptions } from '../support/stock-process.js';

const partitions = 6;
const events = 3_000;
const keys = 40;

/** Feeds events while members join, stop and die; answers when the survivors have done everything. */
async function turbulence(options: Omit<StockProcessOptions, 'transport'>): Promise<void> {
  const transport = memoryTransport();
  await transport.admin().ensureTopics([{ name: shopTopic, partitions }]);
  const memberOptions = { ...options, transport };
  const alive: StockProcess[] = [];
  const join = async (): Promise<void> => {
    const process = stockProcess(memberOptions);
    alive.push(process);
    await process.consumer.start();
  };
  const feed = async (): Promise<void> => {
    for (let event = 0; event < events; event++) {
      const item = `key-${event % keys}:${event}`;
      const record = outgoingSale({ id: `event-${event}`, item });
      void transport.sink().append({ ...record, key: Buffer.from(`key-${event % keys}`) });
      if (event % 50 === 0) await systemClock.sleep(5);
    }
    await transport.sink().flush();
  };
  const churn = async (): Promise<void> => {
    await join();
    await systemClock.sleep(40);
    await join();
    await systemClock.sleep(60);
    await alive.shift()!.consumer.stop();
    await join();
    await systemClock.sleep(60);
    await alive.shift()!.kill();
    await systemClock.sleep(20);
    await join();
  };
  await Promise.all([feed(), churn()]);
  await waitUntil('the survivors have done everything', () => isDrained(alive, partitions), 20_000);
  await Promise.all(alive.map((process) => process.consumer.stop()));
}

const all = Array.from({ length: events }, (_, event) => `key-${event % keys}:${event}`);
const slowly = () => systemClock.sleep(2);

describe('rebalances lose nothing', () => {
  it('with state: every event counts once, in the order of its key', async () => {
    const counted: string[] = [];
    await turbulence({ counted, state: memoryStateStore(), handle: slowly });
    expect(counted.toSorted()).toEqual(all.toSorted());
    for (let key = 0; key < keys; key++) {
      const ofKey = counted.filter((item) => item.startsWith(`key-${key}:`));
      expect(ofKey).toEqual(all.filter((item) => item.startsWith(`key-${key}:`)));
    }
  }, 40_000);

  it('without state: every event is handled, and only what was in flight is handled again', async () => {
    const counted: string[] = [];
    const group = defineGroup('stateless-stock', {
      startFrom: 'beginning',
      topics: { [shopTopic]: { ...stockGroup.topics[shopTopic]!, ignore: [Counted] } },
    });
    await turbulence({ counted, group, handle: slowly });
    expect(new Set(counted)).toEqual(new Set(all));
    expect(counted.length - events).toBeLessThan(events / 5);
  }, 40_000);
});
