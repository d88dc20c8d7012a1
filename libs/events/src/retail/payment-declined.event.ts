import { defineEvent } from '../definitions/event-definition.js';
import {
  paymentDeclinedSchema,
  type PaymentDeclined as Payload,
} from '../generated/retail/payments/payment-declined.js';
import { orderKey } from './order-key.js';
import { paymentsTopic } from './retail-topics.js';

export type PaymentDeclined = Payload;

/** The payment of an order was declined, for good. */
export const PaymentDeclined = defineEvent<Payload>({
  topic: paymentsTopic,
  schema: paymentDeclinedSchema,
  key: orderKey,
});
