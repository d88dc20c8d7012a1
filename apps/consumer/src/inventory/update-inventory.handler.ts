import { Inject, Injectable } from '@nestjs/common';
import { OrderCancelled, OrderPlaced, OrderRejected, StockAdjusted } from '@spillway/events';
import { BatchEventHandler, SPILLWAY_CLOCK } from '@spillway/nest';
import type { BatchHandler, Clock, Delivery, BatchHandlerContext } from '@spillway/streaming';
import { sql, type Transaction } from 'kysely';
import type { ConsumerTables } from '../state/consumer-tables.js';
import { inventory } from './inventory.group.js';
import { sumStockChanges, type StockChange } from './sum-stock-changes.js';

type StockEvent = OrderPlaced | OrderCancelled | StockAdjusted | OrderRejected;

/** One statement per batch, in the transaction that also says which deliveries are done. */
@Injectable()
@BatchEventHandler(inventory, [OrderPlaced, OrderCancelled, StockAdjusted, OrderRejected])
export class UpdateInventory implements BatchHandler<StockEvent, Transaction<ConsumerTables>> {
  constructor(@Inject(SPILLWAY_CLOCK) private readonly clock: Clock) {}

  async handleBatch(
    deliveries: readonly Delivery<StockEvent>[],
    { transaction }: BatchHandlerContext<Transaction<ConsumerTables>>,
  ): Promise<void> {
    const sums = sumStockChanges(deliveries.map(toStockChange));
    // Rows in one order for all instances: two that touch the same codes wait for each other instead of in a circle.
    await sql`
      INSERT INTO inventory_positions AS known (stock_code, position, changed_at)
      SELECT change.stock_code, change.quantity, ${new Date(this.clock.nowMs())}::timestamptz
      FROM unnest(${[...sums.keys()]}::text[], ${[...sums.values()]}::bigint[]) AS change(stock_code, quantity)
      ORDER BY change.stock_code COLLATE "C"
      ON CONFLICT (stock_code) DO UPDATE SET
        position = known.position + excluded.position,
        changed_at = greatest(known.changed_at, excluded.changed_at)`.execute(transaction);
  }
}

function toStockChange({ event, definition }: Delivery<StockEvent>): StockChange {
  if ('items' in event) return { direction: 'in', lines: event.items };
  return { direction: definition.type === StockAdjusted.type ? 'in' : 'out', lines: event.lines };
}
