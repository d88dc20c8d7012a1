import { defineEvent } from '../definitions/event-definition.js';
import { orderRejectedSchema, type OrderRejected as Payload } from '../generated/retail/fulfilment/order-rejected.js';
import { orderKey } from './order-key.js';
import { fulfilmentTopic } from './retail-topics.js';

export type OrderRejected = Payload;

/** An order will not be fulfilled; its stock is free again. */
export const OrderRejected = defineEvent<Payload>({
  topic: fulfilmentTopic,
  schema: orderRejectedSchema,
  key: orderKey,
});
