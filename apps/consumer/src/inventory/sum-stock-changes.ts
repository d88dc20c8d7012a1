import type { OrderLine } from '@spillway/events';

/**
 * What an event says about stock: an order or a cancellation takes its quantity out, an adjustment or a rejected order
 * puts it in, all as signed.
 */
export interface StockChange {
  readonly direction: 'out' | 'in';
  readonly lines: readonly Pick<OrderLine, 'stockCode' | 'quantity'>[];
}

/** Change of the position per stock code. Codes are taken as they are: `85123A` and `85123a` are two. */
export function sumStockChanges(changes: Iterable<StockChange>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { direction, lines } of changes) {
    const sign = direction === 'in' ? 1 : -1;
    for (const { stockCode, quantity } of lines) sums.set(stockCode, (sums.get(stockCode) ?? 0) + sign * quantity);
  }
  return sums;
}
