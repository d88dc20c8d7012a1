import { sampleDay } from './input-files.js';
import { countRetail } from './retail-oracle.js';

/** What the summary of the sample day must say, by the independent count. */
export function countSample(): object {
  const { lines, orders, types, payments } = countRetail([sampleDay]);
  const paid = payments.captured + payments.declined;
  const all = (completed: number) => ({ completed, deadLettered: 0, lag: 0 });
  return {
    input: { files: 1, lines, orders, rejectedLines: 0, rejectedOrders: 0, rejects: [] },
    produced: { ...types, deduplicated: 0 },
    groups: {
      inventory: { 'retail.orders': all(orders), 'retail.fulfilment': all(paid) },
      revenue: { 'retail.orders': all(orders) },
      payments: { 'retail.orders': all(orders) },
      fulfilment: { 'retail.payments': all(paid) },
    },
    audit: {
      events: { 'retail.orders': orders, 'retail.payments': paid, 'retail.fulfilment': paid },
      repeatedEvents: 0,
      gaps: 0,
      duplicates: 0,
    },
  };
}
