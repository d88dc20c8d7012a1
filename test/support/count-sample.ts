import { sampleDay } from './input-files.js';
import { countRetail } from './retail-oracle.js';

/** What the summary of the sample day must say, by the independent count. */
export function countSample(): object {
  const { lines, orders, types } = countRetail([sampleDay]);
  const topic = { completed: orders, deadLettered: 0, lag: 0 };
  return {
    input: { files: 1, lines, orders, rejectedLines: 0, rejectedOrders: 0, rejects: [] },
    produced: { ...types, deduplicated: 0 },
    groups: { inventory: { 'retail.orders': topic }, revenue: { 'retail.orders': topic } },
    audit: { events: { 'retail.orders': orders }, repeatedEvents: 0, gaps: 0, duplicates: 0 },
  };
}
