import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { runningTime } from './running-time.js';

it('passes as time does, but for what the process stood still', async () => {
  const time = runningTime();
  await sleep(300);
  const ranMs = time.elapsedMs();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
  await sleep(300);
  time.stop();
  expect(ranMs).toBeGreaterThan(0);
  expect(time.elapsedMs()).toBeGreaterThan(ranMs);
  expect(time.elapsedMs()).toBeLessThan(1_000);
});
