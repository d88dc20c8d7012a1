import { distinctOrders } from '../distinct-orders.js';
import type { SubjectOf } from '../subject.js';

const amount = 'arraySum(line -> toDecimal128(line.3, 0) * line.4, lines)';
const asText = (value: string): string => `toDecimalString(${value}, 4)`;

export const sales: SubjectOf<'sales'> = {
  table: 'sales_hourly',
  view: 'audit_sales_hourly',
  columns: ['country', 'orders', 'cancellations', 'sold', 'cancelled'],
  liveRows: `SELECT hour, country, countIf(NOT isCancelled) AS orders, countIf(isCancelled) AS cancellations,
      sumIf(amount, NOT isCancelled) AS sold, sumIf(amount, isCancelled) AS cancelled
    FROM (SELECT hour, country, isCancelled, toDecimal128(${amount}, 4) AS amount FROM (${distinctOrders}))
    GROUP BY hour, country`,
  measures: {
    revenue: { sql: 'sum(sold) + sum(cancelled)', shown: asText },
    orders: { sql: 'sum(orders)' },
    cancellations: { sql: 'sum(cancellations)' },
    sold: { sql: 'sum(sold)', shown: asText },
    cancelled: { sql: 'sum(cancelled)', shown: asText },
  },
  dimensions: { country: { sql: 'country', type: 'String' } },
};
