// Generated from schemas/retail/orders/stock-adjusted/StockAdjusted.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: 043a7494f32f5b8acca591f35cdceda16625c7a3d573f56f05632e642bf9094d

import type { AvroSchema } from '../../../definitions/event-definition.js';
import type { OrderLine } from './order-line.js';

/** Stock was corrected without a sale: damaged, found or written-off units, every price 0. */
export interface StockAdjusted {
  /** Invoice number as issued; unique within the shop. */
  readonly invoiceNo: string;
  /** Customer, digits only; null when the invoice names none. */
  readonly customerId: string | null;
  /** Country of the customer, as the shop writes it. */
  readonly country: string;
  /** When the adjustment was entered, UTC, to the millisecond. */
  readonly adjustedAt: Date;
  /** The invoice's lines, in invoice order. */
  readonly lines: readonly OrderLine[];
}

/** The contract as it is registered. */
export const stockAdjustedSchema = {
  "type": "record",
  "name": "StockAdjusted",
  "namespace": "retail.orders",
  "doc": "Stock was corrected without a sale: damaged, found or written-off units, every price 0.",
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
      "name": "adjustedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the adjustment was entered, UTC, to the millisecond."
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
