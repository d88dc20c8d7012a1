import { OrderCancelled, ordersTopic, StockAdjusted } from '@spillway/events';
import { defineGroup, exponential } from '@spillway/streaming';

/** Has every order paid. A cancellation is a refund, which the shop handles outside of this sample. */
export const payments = defineGroup('payments', {
  startFrom: 'beginning',
  topics: {
    [ordersTopic]: {
      ordering: 'key',
      // Orders of different customers wait for the gateway side by side.
      concurrency: 8,
      retry: exponential({ initialMs: 1_000, factor: 10, maxMs: 60_000 }),
      ignore: [OrderCancelled, StockAdjusted],
    },
  },
});
