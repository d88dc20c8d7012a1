type Fields = readonly Readonly<Record<string, unknown>>[];

const inOrders = { namespace: 'retail.orders' };
const record = (name: string, fields: Fields, more: object = {}) => ({
  type: 'record',
  name,
  ...inOrders,
  ...more,
  fields,
});
const lines = { name: 'lines', type: { type: 'array', items: 'retail.orders.OrderLine' } };

/** Contracts by path; what a version of them says. */
export const orderLine = (quantity: string, scale: number, ...more: Fields) => ({
  'schemas/retail/orders/OrderLine.avsc': record('OrderLine', [
    { name: 'quantity', type: quantity },
    { name: 'unitPrice', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale } },
    ...more,
  ]),
});

export const orderPlaced = (symbols: readonly string[], ...more: Fields) => ({
  'schemas/retail/orders/order-placed/OrderPlaced.avsc': record('OrderPlaced', [
    { name: 'invoiceNo', type: 'string' },
    { name: 'channel', type: { type: 'enum', name: 'Channel', ...inOrders, symbols } },
    lines,
    ...more,
  ]),
});

export const orderCancelled = (more: object = {}) => ({
  'schemas/retail/orders/order-cancelled/OrderCancelled.avsc': record('OrderCancelled', [lines], more),
});

export const stockAdjusted = (...more: Fields) => ({
  'schemas/retail/orders/stock-adjusted/StockAdjusted.avsc': record('StockAdjusted', [
    { name: 'by', type: 'string' },
    ...more,
  ]),
});
