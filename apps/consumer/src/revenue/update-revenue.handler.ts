import { Injectable } from '@nestjs/common';
import { OrderCancelled, OrderPlaced } from '@spillway/events';
import { BatchEventHandler } from '@spillway/nest';
import type { BatchHandler, Delivery, BatchHandlerContext } from '@spillway/streaming';
import { sql, type Transaction } from 'kysely';
import type { ConsumerTables } from '../state/consumer-tables.js';
import { revenue } from './revenue.group.js';
import { sumRevenue, type Sale } from './sum-revenue.js';

type OrderEvent = OrderPlaced | OrderCancelled;

/** One statement per batch, in the transaction that also says which deliveries are done. */
@Injectable()
@BatchEventHandler(revenue, [OrderPlaced, OrderCancelled])
export class UpdateRevenue implements BatchHandler<OrderEvent, Transaction<ConsumerTables>> {
  async handleBatch(
    deliveries: readonly Delivery<OrderEvent>[],
    { transaction }: BatchHandlerContext<Transaction<ConsumerTables>>,
  ): Promise<void> {
    const sums = sumRevenue(deliveries.map(({ event }) => toSale(event)));
    // Rows in one order for all instances, as in the inventory.
    await sql`
      INSERT INTO revenue_by_day AS known (day, country, revenue)
      SELECT sum.day, sum.country, sum.revenue
      FROM unnest(
        ${sums.map(({ day }) => day)}::date[],
        ${sums.map(({ country }) => country)}::text[],
        ${sums.map((sum) => sum.revenue)}::numeric[]
      ) AS sum(day, country, revenue)
      ORDER BY sum.day, sum.country COLLATE "C"
      ON CONFLICT (day, country) DO UPDATE SET revenue = known.revenue + excluded.revenue`.execute(transaction);
  }
}

function toSale(event: OrderEvent): Sale {
  return {
    at: 'cancelledAt' in event ? event.cancelledAt : event.placedAt,
    country: event.country,
    lines: event.lines,
  };
}
