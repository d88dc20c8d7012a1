import { describe, expect, it } from '@jest/globals';
import { RunProgress } from './run-progress.ts';
import type { SystemStatus } from './system-status.ts';

const input = { files: 1, lines: 10, orders: 2, rejectedLines: 0, rejectedOrders: 0, rejects: [] };

function system(produced: number, lag: number, gaps = 0): SystemStatus {
  return {
    import: { id: 'run-1', state: produced === 2 ? 'done' : 'running', input, produced: { OrderPlaced: produced } },
    groups: {
      inventory: {
        'retail.orders': { completed: produced - lag, deadLettered: 0, lag, retried: 0, held: 0, suspendedMs: 0 },
      },
    },
    audit: { events: {}, repeatedEvents: 0, records: produced, gaps, duplicates: 0, lag: 0 },
  };
}

describe('the progress of a run', () => {
  it('is drained after two looks that found nothing left', () => {
    const progress = new RunProgress(60_000, 0);
    const looks = [system(2, 0), system(2, 1), system(2, 0), system(2, 0)].map((seen, index) => {
      progress.look(seen, index);
      return progress.isDrained;
    });
    expect(looks).toEqual([false, false, false, true]);
  });

  it('is not drained while totals still grow: one group publishes what the next one handles', () => {
    const progress = new RunProgress(60_000, 0);
    const looks = [system(1, 0), system(2, 0), system(2, 0)].map((seen, index) => {
      progress.look({ ...seen, import: { ...seen.import!, state: 'done' } }, index);
      return progress.isDrained;
    });
    expect(looks).toEqual([false, false, true]);
  });

  it('is late when the import stands still for the time-out, not while it goes on', () => {
    const progress = new RunProgress(1_000, 0);
    progress.look(system(0, 0), 0);
    progress.look(system(1, 0), 900);
    expect(progress.isLate(1_800)).toBe(false);
    progress.look(system(1, 0), 1_800);
    expect(progress.isLate(1_901)).toBe(true);
  });

  it('is late when lag is left for the time-out after the import', () => {
    const progress = new RunProgress(1_000, 0);
    progress.look(system(2, 1), 500);
    progress.look(system(2, 1), 1_400);
    expect(progress.isLate(1_400)).toBe(false);
    expect(progress.isLate(1_501)).toBe(true);
  });

  it('does not wait for gaps to go away when nothing is left to read', () => {
    const progress = new RunProgress(600_000, 0);
    progress.look(system(2, 0, 3), 1_000);
    progress.look(system(2, 0, 3), 10_900);
    expect(progress.isLate(10_900)).toBe(false);
    expect(progress.isLate(11_001)).toBe(true);
  });

  it('keeps the totals of an app that does not answer, and does not call its return progress', () => {
    const progress = new RunProgress(1_000, 0);
    progress.look(system(1, 0), 100);
    progress.look({}, 600);
    progress.look(system(1, 0), 900);
    expect(progress.status).toEqual(system(1, 0));
    expect(progress.isLate(1_101)).toBe(true);
  });

  it('is never late without a time-out', () => {
    const progress = new RunProgress(Number.POSITIVE_INFINITY, 0);
    progress.look(system(1, 0), 0);
    expect(progress.isLate(1e12)).toBe(false);
  });
});
