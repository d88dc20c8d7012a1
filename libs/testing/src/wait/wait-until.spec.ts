import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { waitUntil } from './wait-until.js';

it('looks again until it is so', async () => {
  let looks = 0;
  await waitUntil('the third look', () => ++looks === 3);
  expect(looks).toBe(3);
});

it('leaves most of the time to what it waits for', async () => {
  const lookMs = 30;
  let looks = 0;
  const look = async (): Promise<boolean> => {
    looks++;
    await sleep(lookMs);
    return false;
  };
  await expect(waitUntil('what never is', look, 600)).rejects.toThrow('Waited 600 ms in vain: what never is');
  expect(looks).toBeGreaterThan(1);
  // One of 30 ms and 120 ms of rest; the last begins before the end.
  expect(looks).toBeLessThanOrEqual(5);
});
