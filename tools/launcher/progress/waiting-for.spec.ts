import { describe, expect, it } from '@jest/globals';
import { isSettled } from './is-settled.ts';
import type { SystemStatus } from './system-status.ts';
import { waitingFor } from './waiting-for.ts';

const noTrouble = { retried: 0, held: 0, suspendedMs: 0 } as const;
const drained = {
  import: {
    id: 'run-1',
    state: 'done',
    input: { files: 1, lines: 1, orders: 1, rejectedLines: 0, rejectedOrders: 0, rejects: [] },
    produced: { deduplicated: 0 },
  },
  groups: { inventory: { 'retail.orders': { completed: 1, deadLettered: 0, lag: 0, ...noTrouble } } },
  audit: { events: {}, repeatedEvents: 0, records: 1, gaps: 0, duplicates: 0, lag: 0 },
} as const satisfies SystemStatus;

const lagging = { inventory: { 'retail.orders': { completed: 1, deadLettered: 0, lag: 3, ...noTrouble } } };

describe('drained', () => {
  it('is a system that waits for nothing', () => {
    expect(waitingFor(drained)).toEqual([]);
  });

  it.each<[string, SystemStatus]>([
    ['the import is running', { ...drained, import: { ...drained.import, state: 'running' } }],
    ['the import is none', { ...drained, import: { ...drained.import, state: 'none' } }],
    ['inventory lags 3 on retail.orders', { ...drained, groups: lagging }],
    ['the audit lags 2', { ...drained, audit: { ...drained.audit, lag: 2 } }],
    ['the audit has 1 gaps', { ...drained, audit: { ...drained.audit, gaps: 1 } }],
    ['the audit has 1 duplicates', { ...drained, audit: { ...drained.audit, duplicates: 1 } }],
    ['the producer does not answer', { ...drained, import: undefined }],
    ['the consumer does not answer', { ...drained, groups: undefined }],
    ['the audit app does not answer', { ...drained, audit: undefined }],
  ])('is not one of which %s', (reason, status) => {
    expect(waitingFor(status)).toEqual([reason]);
  });

  it('is settled when only gaps and duplicates are left, which waiting does not mend', () => {
    expect(isSettled({ ...drained, audit: { ...drained.audit, gaps: 4 } })).toBe(true);
    expect(isSettled({ ...drained, audit: { ...drained.audit, gaps: 4, lag: 1 } })).toBe(false);
    expect(isSettled({ ...drained, groups: lagging })).toBe(false);
    expect(isSettled({ ...drained, import: { ...drained.import, state: 'running' } })).toBe(false);
  });
});
