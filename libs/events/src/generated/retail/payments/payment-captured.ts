// Generated from schemas/retail/payments/payment-captured/PaymentCaptured.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: 0e49a9d1c71c8b84fa5f369084d1e9a19a7f735bed1d6dc8f2c60e15c4c0918e

import type { AvroSchema } from '../../../definitions/event-definition.js';

/** The payment gateway captured the amount of an order. */
export interface PaymentCaptured {
  /** Invoice number of the order; unique within the shop. */
  readonly invoiceNo: string;
  /** Customer, digits only; null when the invoice names none. */
  readonly customerId: string | null;
  /** What the payment gateway calls this payment. */
  readonly paymentId: string;
  /** Sum of quantity × unit price over the order's lines in pounds sterling, exact. */
  readonly amount: string;
  /** When the gateway captured it, UTC, to the millisecond. */
  readonly capturedAt: Date;
}

/** The contract as it is registered. */
export const paymentCapturedSchema = {
  "type": "record",
  "name": "PaymentCaptured",
  "namespace": "retail.payments",
  "doc": "The payment gateway captured the amount of an order.",
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
      "name": "capturedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the gateway captured it, UTC, to the millisecond."
    }
  ]
} as const satisfies AvroSchema;
