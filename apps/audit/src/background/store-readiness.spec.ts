import { expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { StoreReadiness } from './store-readiness.js';

it('is ready while the store takes a row, says what keeps it from it, and tells when it is back', async () => {
  const full = new SpillwayError('SPW-7012', 'ClickHouse failed: NOT_ENOUGH_SPACE');
  const outcomes = [undefined, full, undefined, undefined];
  const probe = async (): Promise<number> => {
    const outcome = outcomes.shift();
    if (outcome !== undefined) throw outcome;
    return 5;
  };
  let timesBack = 0;
  const probing = new StoreReadiness({ probe }, () => (timesBack += 1), { steadyMs: () => 0 });
  expect(probing.readiness).toEqual({ ready: false, reason: 'the audit store was not tried yet' });
  await probing.probe();
  expect(probing.readiness).toEqual({ ready: true });
  expect(timesBack).toBe(0);
  await expect(probing.probe()).rejects.toMatchObject({ code: 'SPW-7012' });
  expect(probing.readiness).toEqual({
    ready: false,
    reason: 'the audit store takes no inserts: SPW-7012 ClickHouse failed: NOT_ENOUGH_SPACE',
  });
  await probing.probe();
  expect(probing.readiness).toEqual({ ready: true });
  await probing.probe();
  expect(timesBack).toBe(1);
});

it.each([0.999_9, 1.000_1])('takes no clock that runs %s times as fast for a start anew', async (rate) => {
  let [nowMs, timesBack] = [0, 0];
  const probe = async (): Promise<number> => {
    nowMs += 4;
    return Math.floor((nowMs / rate + 7_300) / 1_000);
  };
  const probing = new StoreReadiness({ probe }, () => (timesBack += 1), { steadyMs: () => nowMs });
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    await probing.probe();
    nowMs += 60_137;
  }
  expect(timesBack).toBe(0);
});

it('tells that the store is back when ClickHouse was started anew between two probes, and only then', async () => {
  let [nowMs, startedAtMs, timesBack] = [0, -7_300, 0];
  const probe = async (): Promise<number> => {
    // Somewhere on the way of the question and its answer.
    nowMs += 400;
    const seconds = Math.floor((nowMs - startedAtMs) / 1_000);
    nowMs += 400;
    return seconds;
  };
  const probing = new StoreReadiness({ probe }, () => (timesBack += 1), { steadyMs: () => nowMs });
  for (let minute = 0; minute < 60; minute += 1) {
    await probing.probe();
    nowMs += 15_137;
  }
  expect(timesBack).toBe(0);
  startedAtMs = nowMs - 9_000;
  await probing.probe();
  expect(timesBack).toBe(1);
  nowMs += 15_137;
  await probing.probe();
  expect(timesBack).toBe(1);
});
