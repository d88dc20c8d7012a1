// Generated from schemas/retail/fulfilment/order-rejected/OrderRejected.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: 34143447ebec41250c16e79bc6c7880d68d3073b50da04e93bd0d113306d0f66

import type { AvroSchema } from '../../../definitions/event-definition.js';
import type { OrderItem } from './order-item.js';

/** An order will not be fulfilled; its stock is free again. */
export interface OrderRejected {
  /** Invoice number of the order; unique within the shop. */
  readonly invoiceNo: string;
  /** Customer, digits only; null when the invoice names none. */
  readonly customerId: string | null;
  /** Why, as the payment gateway says it. */
  readonly reason: string;
  /** When its payment was declined, UTC, to the millisecond: a repeated rejection says the same. */
  readonly rejectedAt: Date;
  /** What goes back into stock, signed as the order took it out. */
  readonly items: readonly OrderItem[];
}

/** The contract as it is registered. */
export const orderRejectedSchema = {
  "type": "record",
  "name": "OrderRejected",
  "namespace": "retail.fulfilment",
  "doc": "An order will not be fulfilled; its stock is free again.",
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
      "name": "reason",
      "type": "string",
      "doc": "Why, as the payment gateway says it."
    },
    {
      "name": "rejectedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When its payment was declined, UTC, to the millisecond: a repeated rejection says the same."
    },
    {
      "name": "items",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "OrderItem",
          "namespace": "retail.fulfilment",
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
      "doc": "What goes back into stock, signed as the order took it out."
    }
  ]
} as const satisfies AvroSchema;
