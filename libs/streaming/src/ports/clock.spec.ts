import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from './clock.js';

afterEach(() => void jest.restoreAllMocks());

describe('systemClock', () => {
  it('has a steady clock that goes on by the time that passes, however the other is set', async () => {
    const before = { nowMs: systemClock.nowMs(), steadyMs: systemClock.steadyMs() };
    await systemClock.sleep(20);
    const setMs = Date.now() + 3_600_000;
    jest.spyOn(Date, 'now').mockImplementation(() => setMs);
    const passedMs = systemClock.steadyMs() - before.steadyMs;
    expect(passedMs).toBeGreaterThanOrEqual(19);
    expect(passedMs).toBeLessThan(60_000);
    expect(systemClock.nowMs() - before.nowMs).toBeGreaterThanOrEqual(3_600_000);
  });
});
