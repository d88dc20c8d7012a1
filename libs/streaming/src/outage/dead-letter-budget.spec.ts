import { beforeEach, describe, expect, it } from '@jest/globals';
import { virtualClock, type VirtualClock } from '@spillway/testing';
import { silentLogger } from '../ports/logger.js';
import { noMetrics } from '../ports/metrics.js';
import { DeadLetterBudget } from './dead-letter-budget.js';

let clock: VirtualClock;
let alarms: unknown[];
let changes: number;
let gauge: number;
let budget: DeadLetterBudget;

const unknown = { isClassified: false, isProbe: false };
/** Lets so many of both kinds end, evenly mixed; answers how many became dead letters. */
function deliver(good: number, bad: number): number {
  let parked = 0;
  let owed = 0;
  for (let ended = 0; ended < good + bad; ended++) {
    owed += bad;
    if (owed < good + bad) {
      budget.completed(false);
      continue;
    }
    owed -= good + bad;
    if (budget.mayDeadLetter(unknown) === 'go') parked++;
  }
  return parked;
}

beforeEach(() => {
  clock = virtualClock();
  alarms = [];
  changes = 0;
  const logger = { ...silentLogger, error: (fields: unknown) => void alarms.push(fields) };
  const metrics = { ...noMetrics, set: (_name: string, value: number) => void (gauge = value) };
  budget = new DeadLetterBudget({
    groupId: 'payments',
    handler: 'Capture',
    clock,
    logger,
    metrics,
    onChange: () => changes++,
  });
});

describe('DeadLetterBudget', () => {
  it('lets the first hundred through when everything fails, then pauses and alarms once', () => {
    expect(deliver(0, 500)).toBe(100);
    expect(budget.isSpent).toBe(true);
    expect(budget.admit()).toEqual({ waitUntilMs: clock.nowMs() + 60_000 });
    expect(alarms).toEqual([
      { groupId: 'payments', handler: 'Capture', failed: 101, deliveries: 101, errorCode: 'SPW-5102' },
    ]);
    expect([changes, gauge]).toEqual([1, 1]);
  });

  it.each([
    ['every hundredth', 99, 1],
    ['one of ten', 9, 1],
    ['half', 1, 1],
  ])('never pauses for %s', (_name, good, bad) => {
    expect(deliver(good * 20_000, bad * 20_000)).toBe(bad * 20_000);
    expect(budget.isSpent).toBe(false);
  });

  it('pauses within one window when a handler breaks in the middle of good work', () => {
    deliver(10_000, 0);
    expect(deliver(0, 1_000)).toBe(500);
    expect(budget.isSpent).toBe(true);
  });

  it('never counts what a rule knows: a thousand poison messages pass', () => {
    for (let count = 0; count < 1_000; count++) {
      expect(budget.mayDeadLetter({ isClassified: true, isProbe: false })).toBe('go');
    }
    expect(budget.isSpent).toBe(false);
  });

  it('lets one delivery through after a while, to its natural end, then waits twice as long', async () => {
    deliver(0, 101);
    await clock.advance(60_000);
    expect([budget.admit(), budget.admit()]).toEqual(['probe', { waitUntilMs: clock.nowMs() + 60_000 }]);
    expect(budget.mayDeadLetter(unknown)).toBe('pause');
    expect(budget.mayDeadLetter({ isClassified: false, isProbe: true })).toBe('go');
    expect(budget.admit()).toEqual({ waitUntilMs: clock.nowMs() + 120_000 });
    expect(alarms).toHaveLength(1);
  });

  it('is not fooled by a probe that waits for its next attempt', async () => {
    deliver(0, 101);
    await clock.advance(60_000);
    budget.admit();
    budget.retried(false);
    expect(budget.admit()).toEqual({ waitUntilMs: clock.nowMs() + 60_000 });
    budget.retried(true);
    expect(budget.admit()).toEqual({ waitUntilMs: clock.nowMs() + 120_000 });
  });

  it('lets the next one at once when a probe told nothing: suspended, taken away, or poison', async () => {
    deliver(0, 101);
    await clock.advance(60_000);
    budget.admit();
    budget.undecided();
    expect(budget.admit()).toBe('probe');
    budget.mayDeadLetter({ isClassified: true, isProbe: true });
    expect(budget.admit()).toBe('probe');
  });

  it('goes on with a whole allowance after a success of a probe; a late success of another is none', async () => {
    deliver(0, 101);
    await clock.advance(60_000);
    budget.admit();
    budget.completed(false);
    expect(budget.isSpent).toBe(true);
    budget.completed(true);
    expect([budget.isSpent, budget.admit(), gauge]).toEqual([false, 'go', 0]);
    expect(deliver(0, 500)).toBe(100);
  });

  it('goes on when an operator says so', () => {
    deliver(0, 101);
    budget.release();
    expect([budget.isSpent, budget.admit()]).toEqual([false, 'go']);
    expect(deliver(0, 500)).toBe(100);
    expect(alarms).toHaveLength(2);
  });
});
