import { defineGroup, type BatchHandlerContext, type Delivery, type Outcome } from '@spillway/streaming';
import type { MemoryTransaction } from '../state/memory-transaction.js';
import { Counted, shopTopic, type Sale } from './shop-events.js';

/** Reads sales in the order of their items; stock-taking is none of its business. */
export const stockGroup = defineGroup('stock', {
  startFrom: 'beginning',
  topics: { [shopTopic]: { ordering: 'key', ignore: [Counted] } },
});

/** What the handler does before it counts: throw, wait, or answer outcomes. */
export type HandleSales = (
  sales: readonly Delivery<Sale>[],
  context: BatchHandlerContext,
) => Promise<readonly Outcome[] | void> | readonly Outcome[] | void;

/** A batch handler that does what `handle` says, then counts: within the transaction when there is one. */
export function counting(handle: HandleSales, counted: string[]) {
  return async (deliveries: readonly Delivery[], context: BatchHandlerContext): Promise<readonly Outcome[] | void> => {
    const sales = deliveries as readonly Delivery<Sale>[];
    const outcomes = await handle(sales, context);
    const note = (): void => void counted.push(...sales.map((sale) => sale.event.item));
    if (context.transaction === undefined) note();
    else (context.transaction as MemoryTransaction).onCommit(note);
    return outcomes;
  };
}
