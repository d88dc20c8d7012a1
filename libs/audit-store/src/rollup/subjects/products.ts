import { distinctOrders, orderLines } from '../distinct-orders.js';
import type { SubjectOf } from '../subject.js';

export const products: SubjectOf<'products'> = {
  table: 'products_hourly',
  view: 'audit_products_hourly',
  columns: ['product', 'name', 'lines', 'quantity', 'returned', 'sold'],
  liveRows: `SELECT hour, line.1 AS product, max(ifNull(line.2, '')) AS name, countIf(NOT isCancelled) AS lines,
      sumIf(line.3, NOT isCancelled) AS quantity, -sumIf(line.3, isCancelled) AS returned,
      sumIf(toDecimal128(toDecimal128(line.3, 0) * line.4, 4), NOT isCancelled) AS sold
    FROM (SELECT hour, isCancelled, arrayJoin(lines) AS line FROM (${distinctOrders(`${orderLines} AS lines`)}))
    GROUP BY hour, product`,
  measures: {
    sold: { sql: 'sum(sold)', shown: (value) => `toDecimalString(${value}, 4)` },
    quantity: { sql: 'sum(quantity)' },
    lines: { sql: 'sum(lines)' },
    returned: { sql: 'sum(returned)' },
    name: { sql: 'max(name)' },
  },
  dimensions: { product: { sql: 'product', type: 'String' } },
};
