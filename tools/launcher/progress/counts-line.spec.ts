import { describe, expect, it } from '@jest/globals';
import { countsLine } from './counts-line.ts';
import { progressView } from './progress-view.ts';
import { Screen } from '../terminal/screen.ts';
import type { SystemStatus } from './system-status.ts';

const status: SystemStatus = {
  import: {
    id: 'run-1',
    state: 'running',
    input: { files: 1, lines: 12_345, orders: 1300, rejectedLines: 0, rejectedOrders: 0, rejects: [] },
    produced: { 'retail.orders.OrderPlaced': 1200, 'retail.orders.OrderCancelled': 34, deduplicated: 5 },
  },
  groups: {
    inventory: { 'retail.orders': { completed: 1000, deadLettered: 1, lag: 233, retried: 7, held: 0, suspendedMs: 0 } },
    revenue: { 'retail.orders': { completed: 1100, deadLettered: 0, lag: 134, retried: 0, held: 0, suspendedMs: 0 } },
  },
  audit: { events: { 'retail.orders': 1230 }, repeatedEvents: 0, records: 1230, gaps: 0, duplicates: 0, lag: 4 },
};

/** What 20 looks, one a second, leave on both outputs. */
function watched(output: 'text' | 'json', isTTY: boolean) {
  const printed = { stdout: '', stderr: '' };
  const screen = new Screen(
    output,
    { isTTY, write: (text) => (printed.stdout += text) },
    { isTTY, write: (text) => (printed.stderr += text) },
  );
  let nowMs = 0;
  const show = progressView(screen, () => nowMs);
  for (let second = 1; second <= 20; second += 1) {
    nowMs = second * 1000;
    show(status);
  }
  return printed;
}

describe('counts in one line', () => {
  it('are what was produced, handled by group and audited, what went wrong meanwhile, and the largest lag', () => {
    expect(countsLine(status)).toBe(
      '1,234 produced · 1,000 inventory (7 retried) · 1,100 revenue · 1,230 audited · lag at most 233',
    );
  });

  it('say which app does not answer', () => {
    expect(countsLine({})).toBe('produced: no answer · groups: no answer · audit: no answer · lag at most 0');
  });

  it('are printed every five seconds where nobody sees the live view', () => {
    expect(watched('text', false)).toEqual({ stdout: `  ${countsLine(status)}\n`.repeat(4), stderr: '' });
  });

  it('are left out where stdout holds the document', () => {
    expect(watched('json', false)).toEqual({ stdout: '', stderr: '' });
  });

  it('give way to the live view on a terminal', () => {
    const { stdout, stderr } = watched('text', true);
    expect(stdout).toBe('');
    expect(stderr).not.toContain(countsLine(status));
    expect(stderr).toContain('  produced         1,234   from 12,345 lines');
  });
});
