import { ordersTopic, StockAdjusted } from '@spillway/events';
import { defineGroup } from '@spillway/streaming';

/** Adds up revenue by day and country; a stock adjustment brings none. */
export const revenue = defineGroup('revenue', {
  startFrom: 'beginning',
  topics: { [ordersTopic]: { ordering: 'key', ignore: [StockAdjusted] } },
});
