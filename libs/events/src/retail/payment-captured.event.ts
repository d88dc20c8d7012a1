import { defineEvent } from '../definitions/event-definition.js';
import {
  paymentCapturedSchema,
  type PaymentCaptured as Payload,
} from '../generated/retail/payments/payment-captured.js';
import { orderKey } from './order-key.js';
import { paymentsTopic } from './retail-topics.js';

export type PaymentCaptured = Payload;

/** The amount of an order was captured. */
export const PaymentCaptured = defineEvent<Payload>({
  topic: paymentsTopic,
  schema: paymentCapturedSchema,
  key: orderKey,
});
