import { describe, expect, it } from '@jest/globals';
import { defineGroup, memoryTransport, systemClock } from '@spillway/streaming';
import { memoryStateStore, outgoingSale, shopTopic, waitUntil } from '@spillway/testing';
import { isDrained, stockProcess } from '../support/stock-process.js';

const events = 1_000;

function groupNamed(name: string) {
  return defineGroup(name, { startFrom: 'beginning', topics: { [shopTopic]: { ordering: 'key' } } });
}

describe('a group in trouble does not slow another', () => {
  it.each([
    ['is slow', () => systemClock.sleep(100)],
    ['waits for an outage', () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))],
    ['never ends', () => new Promise<void>(() => {})],
  ])('when it %s', async (_what, handle) => {
    const transport = memoryTransport();
    await transport.admin().ensureTopics([{ name: shopTopic, partitions: 4 }]);
    for (let event = 0; event < events; event++) {
      void transport.sink().append(outgoingSale({ id: `event-${event}`, item: `item-${event % 50}` }));
    }
    await transport.sink().flush();
    const troubled = stockProcess({
      transport,
      counted: [],
      state: memoryStateStore(),
      group: groupNamed('troubled'),
      handle,
      limits: { stopGraceMs: 10 },
    });
    const counted: string[] = [];
    const healthy = stockProcess({ transport, counted, state: memoryStateStore(), group: groupNamed('healthy') });
    await troubled.consumer.start();
    await healthy.consumer.start();
    await waitUntil('the healthy group is done', () => isDrained([healthy], 4), 5_000);
    expect(counted).toHaveLength(events);
    expect(await isDrained([troubled], 4)).toBe(false);
    await Promise.all([healthy.consumer.stop(), troubled.consumer.stop()]);
  });
});
