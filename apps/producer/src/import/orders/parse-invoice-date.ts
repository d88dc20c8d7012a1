const pattern = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;

/** `YYYY-MM-DD HH:MM:SS`, taken as UTC, of a day and time that exist; or why not. */
export function parseInvoiceDate(text: string): Date | { readonly reason: string } {
  const date = pattern.test(text) ? new Date(`${text.replace(' ', 'T')}Z`) : undefined;
  // The engine rolls 30 February over to March: what it made must read as what was written.
  if (
    date === undefined ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 19) !== text.replace(' ', 'T')
  ) {
    return { reason: 'InvoiceDate is not a real date of the form YYYY-MM-DD HH:MM:SS' };
  }
  return date;
}
