// Generated from schemas/retail/fulfilment/OrderItem.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: 1fc06baf2207d50b1e126f6d1656b97915f8982da9dd244cc5ccea0ce49f85c8

/** What an order took out of stock on one line. Inlined into the events of this aggregate, so that each registered contract stands alone. */
export interface OrderItem {
  /** Product code as on the invoice; case-sensitive, may hold spaces. */
  readonly stockCode: string;
  /** Units, signed as on the invoice. */
  readonly quantity: number;
}
