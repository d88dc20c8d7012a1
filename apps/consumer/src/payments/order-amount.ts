import type { OrderLine } from '@spillway/events';
import { fromUnits, toUnits } from '../money/decimal.js';

/** What an order costs: Σ quantity × unit price in pounds sterling, exact, four fraction digits. */
export function orderAmount(lines: readonly Pick<OrderLine, 'quantity' | 'unitPrice'>[]): string {
  return fromUnits(lines.reduce((sum, { quantity, unitPrice }) => sum + BigInt(quantity) * toUnits(unitPrice), 0n));
}
