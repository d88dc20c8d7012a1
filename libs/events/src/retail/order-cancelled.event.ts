import { defineEvent } from '../definitions/event-definition.js';
import { orderCancelledSchema, type OrderCancelled as Payload } from '../generated/retail/orders/order-cancelled.js';
import { orderKey } from './order-key.js';
import { ordersTopic } from './retail-topics.js';

export type OrderCancelled = Payload;

/** An order, or a part of one, was cancelled. */
export const OrderCancelled = defineEvent<Payload>({
  topic: ordersTopic,
  schema: orderCancelledSchema,
  key: orderKey,
});
