import { keptEvents } from '../definitions/kept-events.js';
import type { TopicDefinition } from '../definitions/topic-definition.js';

/** Orders, cancellations and stock adjustments of the shop, in order per customer. */
export const ordersTopic = 'retail.orders';
/** What became of the payments of orders, in order per customer. */
export const paymentsTopic = 'retail.payments';
/** Whether orders are confirmed or rejected, in order per customer. */
export const fulfilmentTopic = 'retail.fulfilment';

export const retailTopics: readonly TopicDefinition[] = [
  { name: ordersTopic, partitions: 12, config: keptEvents },
  { name: paymentsTopic, partitions: 6, config: keptEvents },
  { name: fulfilmentTopic, partitions: 6, config: keptEvents },
];
