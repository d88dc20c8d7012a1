import { distinctOrders, orderLines } from '../distinct-orders.js';
import type { SubjectOf } from '../subject.js';

const amount = `toDecimal128(arraySum(line -> toDecimal128(line.3, 0) * line.4, ${orderLines}), 4)`;
const orders = distinctOrders(`JSONExtractString(payload, 'country') AS country, ${amount} AS amount`);
const asText = (value: string): string => `toDecimalString(${value}, 4)`;

export const sales: SubjectOf<'sales'> = {
  table: 'sales_hourly',
  view: 'audit_sales_hourly',
  columns: ['country', 'orders', 'cancellations', 'sold', 'cancelled'],
  liveRows: `SELECT hour, country, countIf(NOT isCancelled) AS orders, countIf(isCancelled) AS cancellations,
      sumIf(amount, NOT isCancelled) AS sold, sumIf(amount, isCancelled) AS cancelled
    FROM (${orders})
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
