import { expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { StoreReadiness } from './store-readiness.js';

it('is ready while the store takes a row, says what keeps it from it, and tells when it is back', async () => {
  const full = new SpillwayError('SPW-7012', 'ClickHouse failed: NOT_ENOUGH_SPACE');
  const outcomes = [undefined, full, undefined, undefined];
  const probe = async (): Promise<void> => {
    const outcome = outcomes.shift();
    if (outcome !== undefined) throw outcome;
  };
  let timesBack = 0;
  const probing = new StoreReadiness({ probe }, () => (timesBack += 1));
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
