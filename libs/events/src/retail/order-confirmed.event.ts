import { defineEvent } from '../definitions/event-definition.js';
import {
  orderConfirmedSchema,
  type OrderConfirmed as Payload,
} from '../generated/retail/fulfilment/order-confirmed.js';
import { orderKey } from './order-key.js';
import { fulfilmentTopic } from './retail-topics.js';

export type OrderConfirmed = Payload;

/** An order is paid and will be fulfilled. */
export const OrderConfirmed = defineEvent<Payload>({
  topic: fulfilmentTopic,
  schema: orderConfirmedSchema,
  key: orderKey,
});
