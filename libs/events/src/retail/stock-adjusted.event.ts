import { defineEvent } from '../definitions/event-definition.js';
import { stockAdjustedSchema, type StockAdjusted as Payload } from '../generated/retail/orders/stock-adjusted.js';
import { orderKey } from './order-key.js';
import { ordersTopic } from './retail-topics.js';

export type StockAdjusted = Payload;

/** Stock was corrected without a sale. */
export const StockAdjusted = defineEvent<Payload>({
  topic: ordersTopic,
  schema: stockAdjustedSchema,
  key: orderKey,
});
