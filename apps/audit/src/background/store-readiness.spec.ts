import { expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { StoreReadiness } from './store-readiness.js';

it('is ready while the store takes a row, and says what keeps it from it', async () => {
  const outcomes = [undefined, new SpillwayError('SPW-7012', 'ClickHouse failed: NOT_ENOUGH_SPACE'), undefined];
  const probe = async (): Promise<void> => {
    const outcome = outcomes.shift();
    if (outcome !== undefined) throw outcome;
  };
  const probing = new StoreReadiness({ probe });
  expect(probing.readiness).toEqual({ ready: false, reason: 'the audit store was not tried yet' });
  await probing.probe();
  expect(probing.readiness).toEqual({ ready: true });
  await expect(probing.probe()).rejects.toMatchObject({ code: 'SPW-7012' });
  expect(probing.readiness).toEqual({
    ready: false,
    reason: 'the audit store takes no inserts: SPW-7012 ClickHouse failed: NOT_ENOUGH_SPACE',
  });
  await probing.probe();
  expect(probing.readiness).toEqual({ ready: true });
});
