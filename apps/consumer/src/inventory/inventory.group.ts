import { fulfilmentTopic, OrderConfirmed, ordersTopic } from '@spillway/events';
import { defineGroup } from '@spillway/streaming';

/** Keeps the position of each stock code. */
export const inventory = defineGroup('inventory', {
  startFrom: 'beginning',
  topics: {
    [ordersTopic]: { ordering: 'key' },
    // Giving back only adds: it may come before or after anything else of the customer.
    [fulfilmentTopic]: { ordering: 'none', ignore: [OrderConfirmed] },
  },
});
