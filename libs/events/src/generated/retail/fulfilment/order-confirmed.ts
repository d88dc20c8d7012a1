// Generated from schemas/retail/fulfilment/order-confirmed/OrderConfirmed.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: 245b650fc44ca86d93e5968eafee70d03aa53c8882b034cc56ae20b07bb85f88

import type { AvroSchema } from '../../../definitions/event-definition.js';

/** An order is paid and will be fulfilled. */
export interface OrderConfirmed {
  /** Invoice number of the order; unique within the shop. */
  readonly invoiceNo: string;
  /** Customer, digits only; null when the invoice names none. */
  readonly customerId: string | null;
  /** What the payment gateway calls this payment. */
  readonly paymentId: string;
  /** When its payment was captured, UTC, to the millisecond: a repeated confirmation says the same. */
  readonly confirmedAt: Date;
}

/** The contract as it is registered. */
export const orderConfirmedSchema = {
  "type": "record",
  "name": "OrderConfirmed",
  "namespace": "retail.fulfilment",
  "doc": "An order is paid and will be fulfilled.",
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
      "name": "confirmedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When its payment was captured, UTC, to the millisecond: a repeated confirmation says the same."
    }
  ]
} as const satisfies AvroSchema;
