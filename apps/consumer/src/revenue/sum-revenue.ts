import type { OrderLine } from '@spillway/events';
import { fromUnits, toUnits } from '../money/decimal.js';
import { utcDay } from './utc-day.js';

/** A sale, or its reversal: a cancellation has negative quantities. */
export interface Sale {
  readonly at: Date;
  readonly country: string;
  readonly lines: readonly Pick<OrderLine, 'quantity' | 'unitPrice'>[];
}

export interface DayRevenue {
  readonly day: string;
  readonly country: string;
  /** Exact decimal, four fraction digits. */
  readonly revenue: string;
}

/** Σ quantity × unit price per UTC day of the order and country, exact. */
export function sumRevenue(sales: Iterable<Sale>): readonly DayRevenue[] {
  const sums = new Map<string, { day: string; country: string; units: bigint }>();
  for (const { at, country, lines } of sales) {
    const day = utcDay(at);
    const key = `${day} ${country}`;
    const sum = sums.get(key) ?? { day, country, units: 0n };
    for (const { quantity, unitPrice } of lines) sum.units += BigInt(quantity) * toUnits(unitPrice);
    sums.set(key, sum);
  }
  return [...sums.values()].map(({ day, country, units }) => ({ day, country, revenue: fromUnits(units) }));
}
