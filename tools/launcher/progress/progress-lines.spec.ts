import { describe, expect, it } from '@jest/globals';
import { progressLines } from './progress-lines.ts';

const noTrouble = { retried: 0, held: 0, suspendedMs: 0 };

describe('progress', () => {
  it('shows produced, handled by group, dead-lettered, audited and lag', () => {
    const lines = progressLines({
      import: {
        id: 'run-1',
        state: 'running',
        input: { files: 2, lines: 12_345, orders: 900, rejectedLines: 2, rejectedOrders: 1, rejects: [] },
        produced: { 'retail.orders.OrderPlaced': 1200, 'retail.orders.OrderCancelled': 34, deduplicated: 5 },
      },
      groups: {
        inventory: { 'retail.orders': { completed: 1000, deadLettered: 1, lag: 233, ...noTrouble } },
        payments: {
          'retail.orders': { completed: 20, deadLettered: 0, lag: 3, retried: 1_400, held: 2, suspendedMs: 30_060 },
        },
      },
      audit: { events: { 'retail.orders': 1230 }, repeatedEvents: 0, records: 1230, gaps: 0, duplicates: 0, lag: 4 },
    });
    expect(lines).toEqual([
      '  produced         1,234   from 12,345 lines · 5 deduplicated · 1 orders rejected',
      '  inventory        1,000   1 dead-lettered · lag 233',
      '  payments            20   0 dead-lettered · lag 3 · 1,400 retried · 2 held · suspended 30.1 s over its partitions',
      '  audited          1,230   lag 4',
    ]);
  });

  it('says which app does not answer', () => {
    expect(progressLines({}).map((line) => line.trim().split(/\s{2,}/))).toEqual([
      ['produced', 'no answer'],
      ['groups', 'no answer'],
      ['audited', 'no answer'],
    ]);
  });
});
