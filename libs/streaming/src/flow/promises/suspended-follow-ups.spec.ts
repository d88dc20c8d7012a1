import { describe, expect, it } from '@jest/globals';
import { brokerRefuses, event, on, Returned, Sold, stockGroup, testGroup, Counted } from '@spillway/testing';

describe('a delivery whose follow-up could not be written', () => {
  it.each([false, true])(
    'publishes it when the log is back, under the id of the first try (state: %s)',
    async (state) => {
      const handler = on(Sold, async (sale, delivery) => void (await delivery.publish(Returned, sale)));
      const group = testGroup({
        group: stockGroup,
        handlers: [handler, on(Returned, () => {})],
        events: [Sold, Returned, Counted],
        state,
      });
      const sale = event(Sold, { item: 'cup', quantity: 1 });
      const calm = await group.given(sale).when();
      const run = await group.given(sale).when(brokerRefuses('shop.sales', { times: 2 }));
      expect(run.published(Returned)).toEqual(calm.published(Returned));
      expect(run.published(Returned)).toHaveLength(1);
    },
  );
});
