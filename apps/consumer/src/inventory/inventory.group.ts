import { ordersTopic } from '@spillway/events';
import { defineGroup } from '@spillway/streaming';

/** Keeps the position of each stock code. */
export const inventory = defineGroup('inventory', {
  startFrom: 'beginning',
  topics: { [ordersTopic]: { ordering: 'key' } },
});
