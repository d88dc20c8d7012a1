import { expect, it } from '@jest/globals';
import { FetchPace } from './fetch-pace.js';

function paceAt(fetchWaitMs: number) {
  const clock = { at: 1_000, steadyMs: () => clock.at };
  return { clock, pace: new FetchPace(clock, fetchWaitMs) };
}

it('lets a fetch wait its time, but not one that begins shortly after a partition was paused', () => {
  const { clock, pace } = paceAt(150);
  expect(pace.waitMs).toBe(150);
  pace.paused();
  clock.at += 149;
  expect(pace.waitMs).toBe(25);
  clock.at += 1;
  expect(pace.waitMs).toBe(150);
});

it('is never longer than asked for', () => {
  const { pace } = paceAt(10);
  pace.paused();
  expect(pace.waitMs).toBe(10);
});
