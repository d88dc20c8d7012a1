import { defineEvent } from '../definitions/event-definition.js';
import { orderPlacedSchema, type OrderPlaced as Payload } from '../generated/retail/orders/order-placed.js';
import { orderKey } from './order-key.js';
import { ordersTopic } from './retail-topics.js';

export type OrderPlaced = Payload;

/** A customer placed an order. */
export const OrderPlaced = defineEvent<Payload>({
  topic: ordersTopic,
  schema: orderPlacedSchema,
  key: orderKey,
});
