export type InvoiceKind = 'order' | 'cancellation';

/** What an invoice number says: 6 digits, or `C` and 6 digits; undefined for anything else. */
export function invoiceKind(invoiceNo: string): InvoiceKind | undefined {
  if (/^\d{6}$/.test(invoiceNo)) return 'order';
  return /^C\d{6}$/.test(invoiceNo) ? 'cancellation' : undefined;
}
