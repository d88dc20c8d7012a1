import type { Candidate } from '../../accept/candidate.js';
import type { InvoiceLines } from '../orders/order-grouper.js';
import { toOrderEvent } from '../orders/to-order-event.js';

const importSource = '/retail/import';

export interface OrderCandidate {
  readonly candidate: Candidate<never>;
  readonly invoiceNo: string;
  /** Of the order's first line. */
  readonly line: number;
}

/** One invoice of a file, ready to be accepted. */
export function orderCandidate(invoice: InvoiceLines, importId: string, origin: string): OrderCandidate {
  const { invoiceNo, firstLine: line } = invoice;
  const importOrigin = { importId, position: `${origin}:${line}` };
  return { candidate: { ...toOrderEvent(invoice), source: importSource, importOrigin }, invoiceNo, line };
}
