/** Events of one customer keep their order; an invoice without a customer stands for itself. */
export function orderKey(invoice: { readonly invoiceNo: string; readonly customerId: string | null }): string {
  return invoice.customerId ?? `invoice-${invoice.invoiceNo}`;
}
