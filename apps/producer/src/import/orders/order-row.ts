import type { OrderLine } from '@spillway/events';
import type { ReadableRecord } from '../csv/csv-record.js';
import { columns } from './columns.js';
import { invoiceKind } from './invoice-kind.js';
import { parseInvoiceDate } from './parse-invoice-date.js';
import { parsePrice } from './parse-price.js';
import { parseQuantity } from './parse-quantity.js';

/** One good row. */
export interface OrderRow {
  readonly customerId: string | null;
  readonly country: string;
  readonly date: Date;
  readonly orderLine: OrderLine;
}

/** A row of the file as the contract wants it, or everything that is wrong with it. */
export function parseOrderRow(record: ReadableRecord): OrderRow | { readonly reason: string } {
  if (record.fields.length !== columns.length) {
    return { reason: `expected ${columns.length} columns, found ${record.fields.length}` };
  }
  const [invoiceNo, stockCode, description, quantityText, dateText, priceText, customer, country] =
    record.fields as readonly string[] & { readonly length: 8 } as unknown as EightFields;
  const quantity = parseQuantity(quantityText);
  const date = parseInvoiceDate(dateText);
  const unitPrice = parsePrice(priceText);
  const reasons: string[] = [];
  if (invoiceKind(invoiceNo) === undefined) reasons.push('InvoiceNo is neither 6 digits nor C and 6 digits');
  if (typeof quantity !== 'number') reasons.push(quantity.reason);
  if (!(date instanceof Date)) reasons.push(date.reason);
  if (typeof unitPrice !== 'string') reasons.push(unitPrice.reason);
  if (typeof quantity !== 'number' || !(date instanceof Date) || typeof unitPrice !== 'string' || reasons.length > 0) {
    return { reason: reasons.join('; ') };
  }
  return {
    customerId: customerId(customer),
    country,
    date,
    orderLine: { stockCode, description: description === '' ? null : description, quantity, unitPrice },
  };
}

type EightFields = readonly [string, string, string, string, string, string, string, string];

/** The file writes ids as floats: `17850.0` is customer 17850. */
function customerId(text: string): string | null {
  return text === '' ? null : text.replace(/\.0$/, '');
}
