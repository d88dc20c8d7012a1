// Generated from schemas/retail/orders/order-placed/OrderPlaced.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: 2e68500aed12665c976c6bea03fcb08d5824335acec1019311f019cad4619a9d

import type { AvroSchema } from '../../../definitions/event-definition.js';
import type { OrderLine } from './order-line.js';

/** A customer placed an order: one invoice with its lines. */
export interface OrderPlaced {
  /** Invoice number as issued; unique within the shop. */
  readonly invoiceNo: string;
  /** Customer, digits only; null when the invoice names none. */
  readonly customerId: string | null;
  /** Country of the customer, as the shop writes it. */
  readonly country: string;
  /** When the order was placed, UTC, to the millisecond. */
  readonly placedAt: Date;
  /** The invoice's lines, in invoice order. */
  readonly lines: readonly OrderLine[];
}

/** The contract as it is registered. */
export const orderPlacedSchema = {
  "type": "record",
  "name": "OrderPlaced",
  "namespace": "retail.orders",
  "doc": "A customer placed an order: one invoice with its lines.",
  "fields": [
    {
      "name": "invoiceNo",
      "type": "string",
      "doc": "Invoice number as issued; unique within the shop."
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
      "name": "country",
      "type": "string",
      "doc": "Country of the customer, as the shop writes it."
    },
    {
      "name": "placedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the order was placed, UTC, to the millisecond."
    },
    {
      "name": "lines",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "OrderLine",
          "namespace": "retail.orders",
          "doc": "One line of an invoice. Inlined into every event of this aggregate, so that each registered contract stands alone.",
          "fields": [
            {
              "name": "stockCode",
              "type": "string",
              "doc": "Product code as on the invoice; case-sensitive, may hold spaces."
            },
            {
              "name": "description",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Product name as on the invoice, if there was one."
            },
            {
              "name": "quantity",
              "type": "int",
              "doc": "Units, signed as on the invoice: negative takes back."
            },
            {
              "name": "unitPrice",
              "type": {
                "type": "bytes",
                "logicalType": "decimal",
                "precision": 12,
                "scale": 4
              },
              "doc": "Price of one unit in pounds sterling, exact; 0 for stock movements, negative for corrections."
            }
          ]
        }
      },
      "doc": "The invoice's lines, in invoice order."
    }
  ]
} as const satisfies AvroSchema;
