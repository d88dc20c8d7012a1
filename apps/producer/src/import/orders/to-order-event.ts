import {
  OrderCancelled,
  OrderPlaced,
  StockAdjusted,
  uuidV5,
  urlNamespace,
  type EventDefinition,
} from '@spillway/events';
import { invoiceKind } from './invoice-kind.js';
import type { InvoiceLines } from './order-grouper.js';
import { zeroPrice } from './parse-price.js';

/** One invoice as the event it is published as. */
export interface OrderEvent<T = unknown> {
  readonly definition: EventDefinition<T>;
  readonly payload: T;
  readonly id: string;
  readonly time: Date;
}

/**
 * `C` and 6 digits is a cancellation; 6 digits with every price 0 a stock adjustment; other 6 digits an order.
 * Customer, country and time are those of the first line.
 */
export function toOrderEvent(invoice: InvoiceLines): OrderEvent<never> {
  const first = invoice.rows[0];
  if (first === undefined) throw new TypeError('An invoice has at least one line');
  const { customerId, country, date: time } = first;
  const lines = invoice.rows.map(({ orderLine }) => orderLine);
  const body = { invoiceNo: invoice.invoiceNo, customerId, country, lines };
  const id = uuidV5(`retail/${invoice.invoiceNo}`, urlNamespace);
  if (invoiceKind(invoice.invoiceNo) === 'cancellation') {
    return asEvent(OrderCancelled, { ...body, cancelledAt: time }, id, time);
  }
  if (lines.every(({ unitPrice }) => unitPrice === zeroPrice)) {
    return asEvent(StockAdjusted, { ...body, adjustedAt: time }, id, time);
  }
  return asEvent(OrderPlaced, { ...body, placedAt: time }, id, time);
}

function asEvent<T>(definition: EventDefinition<T>, payload: T, id: string, time: Date): OrderEvent<never> {
  // Definition and payload belong together here; a list of events of several types has no common payload type.
  return { definition, payload, id, time } as unknown as OrderEvent<never>;
}
