import { expect, it } from '@jest/globals';
import { callsInFlight } from './calls-in-flight.js';
import type { HistoryEntry } from './history.js';

const entry = (what: HistoryEntry['what'], number: number, atMs: number): HistoryEntry => ({
  ...{ what, number, atMs, pid: 1, attempt: 1, turn: 0 },
  place: `t/0/${number}`,
});
const sight = { isOpen: () => true, lastSeenMs: () => 2_000, commitWithinMs: 500 };

it('takes for in flight what had not ended, and what had ended so shortly before that its commit was not due', () => {
  const history = [
    ...[entry('call', 1, 0), entry('done', 1, 1_499)],
    ...[entry('call', 2, 0), entry('failed', 2, 1_499)],
    ...[entry('call', 3, 0), entry('done', 3, 1_500)],
    ...[entry('call', 4, 0), entry('failed', 4, 1_999)],
    entry('call', 5, 0),
  ];
  expect([...callsInFlight(history, sight)]).toEqual([3, 4, 5].map((number) => [number, 1]));
});

it('takes nothing for in flight that is committed', () => {
  const history = [entry('call', 1, 1_999), entry('call', 2, 1_999)];
  expect([...callsInFlight(history, { ...sight, isOpen: (place) => place === 't/0/2' })]).toEqual([[2, 1]]);
});
