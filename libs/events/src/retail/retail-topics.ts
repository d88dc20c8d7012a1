import type { TopicDefinition } from '../topic-definition.js';

/** Orders, cancellations and stock adjustments of the shop, in order per customer. */
export const ordersTopic = 'retail.orders';

export const retailTopics: readonly TopicDefinition[] = [{ name: ordersTopic, partitions: 12 }];
