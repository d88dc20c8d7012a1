import type { TopicDefinition } from '../topic-definition.js';

/** Orders, cancellations and stock adjustments of the shop, in order per customer. */
export const ordersTopic = 'retail.orders';

/**
 * The broker unpacks what producers compress, so that one of them with a codec the readers lack (Snappy, LZ4), or with a
 * bomb, cannot stop every group.
 */
export const retailTopics: readonly TopicDefinition[] = [
  { name: ordersTopic, partitions: 12, config: { 'compression.type': 'uncompressed' } },
];
