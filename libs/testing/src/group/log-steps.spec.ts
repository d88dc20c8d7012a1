import { describe, expect, it } from '@jest/globals';
import { defineGroup } from '@spillway/streaming';
import { shopTopic, Sold } from '../shop/shop-events.js';
import { event } from './arriving-event.js';
import { logIsTrimmed, offsetsAreSkipped, topicIsRecreated } from './log-steps.js';
import { on } from './on.js';
import { arrives, memberCrashes, memberJoins, settles } from './steps.js';
import { testGroup } from './test-group.js';

const group = defineGroup('stock', { startFrom: 'beginning', topics: { [shopTopic]: { ordering: 'key' } } });
const place = { topic: shopTopic, partition: 0 };
const sale = (item: string) => event(Sold, { item, quantity: 1 }, { id: null });

function stock(state: boolean) {
  return testGroup({ group, handlers: [on(Sold, () => undefined)], events: [Sold], state });
}

describe.each([true, false])('what happens to a log (state: %s)', (state) => {
  it('may be offsets without records, which are committed in order at a rebalance, too', async () => {
    const run = await stock(state)
      .given()
      .when(offsetsAreSkipped(place, 2), memberJoins(), arrives(sale('cup')), settles());
    run.expectCalls(['cup #1']);
    expect(run.history.records.map(({ offset }) => offset)).toEqual([2]);
  });

  it('may be that it is trimmed behind what is done, holes included', async () => {
    const run = await stock(state)
      .given(sale('cup'))
      .when(
        offsetsAreSkipped(place, 3),
        settles(),
        logIsTrimmed(shopTopic),
        memberCrashes(),
        arrives(sale('bowl')),
        settles(),
      );
    run.expectCalls(['cup #1', 'bowl #1']);
    expect(run.history.records.map(({ offset }) => offset)).toEqual([4]);
  });

  it('may be that its topic is recreated, with other events at the same places', async () => {
    const run = await stock(state)
      .given(sale('cup'), sale('bowl'))
      .when(settles(), topicIsRecreated(shopTopic), arrives(sale('plate'), sale('jug'), sale('fork')), settles());
    run.expectCalls(['cup #1', 'bowl #1', 'plate #1', 'jug #1', 'fork #1']);
  });
});
