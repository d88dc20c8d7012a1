// Generated from schemas/retail/orders/OrderLine.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: d7e93806605a3307e185649ae4271e9346993eb0f57b6c6ec9ac4a46dd86094c

/** One line of an invoice. Inlined into every event of this aggregate, so that each registered contract stands alone. */
export interface OrderLine {
  /** Product code as on the invoice; case-sensitive, may hold spaces. */
  readonly stockCode: string;
  /** Product name as on the invoice, if there was one. */
  readonly description: string | null;
  /** Units, signed as on the invoice: negative takes back. */
  readonly quantity: number;
  /** Price of one unit in pounds sterling, exact; 0 for stock movements, negative for corrections. */
  readonly unitPrice: string;
}
