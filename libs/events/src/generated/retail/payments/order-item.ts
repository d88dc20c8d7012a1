// Generated from schemas/retail/payments/OrderItem.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: d98e48c8a3549a8602e6f96742183d729fc453277596c4c9fa6e5f77e17c39f5

/** What an order took out of stock on one line. Inlined into the events of this aggregate, so that each registered contract stands alone. */
export interface OrderItem {
  /** Product code as on the invoice; case-sensitive, may hold spaces. */
  readonly stockCode: string;
  /** Units, signed as on the invoice. */
  readonly quantity: number;
}
