// Generated from schemas/retail/payments/payment-declined/PaymentDeclined.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: 8dcccc7166b04d83bfbbbf296ad967ba64f3f270c0c0645f13505fa51682b5f5

import type { AvroSchema } from '../../../definitions/event-definition.js';
import type { OrderItem } from './order-item.js';

/** The payment gateway declined the payment of an order, for good. */
export interface PaymentDeclined {
  /** Invoice number of the order; unique within the shop. */
  readonly invoiceNo: string;
  /** Customer, digits only; null when the invoice names none. */
  readonly customerId: string | null;
  /** What the payment gateway calls this payment. */
  readonly paymentId: string;
  /** Sum of quantity × unit price over the order's lines in pounds sterling, exact. */
  readonly amount: string;
  /** Why, as the gateway says it: amount-not-positive or above-limit. */
  readonly reason: string;
  /** When the gateway declined it, UTC, to the millisecond. */
  readonly declinedAt: Date;
  /** What the order took out of stock, so that whoever gives it back need not know the order. */
  readonly items: readonly OrderItem[];
}

/** The contract as it is registered. */
export const paymentDeclinedSchema = {
  "type": "record",
  "name": "PaymentDeclined",
  "namespace": "retail.payments",
  "doc": "The payment gateway declined the payment of an order, for good.",
  "fields": [
    {
      "name": "invoiceNo",
      "type": "string",
      "doc": "Invoice number of the order; unique within the shop."
    },
    {
      "name": "customerId",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Customer, digits only; null when the invoice names none."
    },
    {
      "name": "paymentId",
      "type": "string",
      "doc": "What the payment gateway calls this payment."
    },
    {
      "name": "amount",
      "type": {
        "type": "bytes",
        "logicalType": "decimal",
        "precision": 30,
        "scale": 4
      },
      "doc": "Sum of quantity × unit price over the order's lines in pounds sterling, exact."
    },
    {
      "name": "reason",
      "type": "string",
      "doc": "Why, as the gateway says it: amount-not-positive or above-limit."
    },
    {
      "name": "declinedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the gateway declined it, UTC, to the millisecond."
    },
    {
      "name": "items",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "OrderItem",
          "namespace": "retail.payments",
          "doc": "What an order took out of stock on one line. Inlined into the events of this aggregate, so that each registered contract stands alone.",
          "fields": [
            {
              "name": "stockCode",
              "type": "string",
              "doc": "Product code as on the invoice; case-sensitive, may hold spaces."
            },
            {
              "name": "quantity",
              "type": "int",
              "doc": "Units, signed as on the invoice."
            }
          ]
        }
      },
      "doc": "What the order took out of stock, so that whoever gives it back need not know the order."
    }
  ]
} as const satisfies AvroSchema;
