import { describe, expect, it } from '@jest/globals';
import { virtualClock } from './virtual-clock.js';

describe('virtualClock', () => {
  it('wakes sleepers at their own moments, in order', async () => {
    const clock = virtualClock({ startMs: 1_000 });
    const woken: string[] = [];
    const sleepAndTell = async (name: string, delayMs: number) => {
      await clock.sleep(delayMs);
      woken.push(`${name} at ${clock.nowMs()}`);
    };
    void sleepAndTell('late', 200);
    void sleepAndTell('early', 100);
    await clock.advance(99);
    expect(woken).toEqual([]);
    await clock.advance(200);
    expect(woken).toEqual(['early at 1100', 'late at 1200']);
    expect(clock.nowMs()).toBe(1_299);
  });

  it('is set without time passing', async () => {
    const clock = virtualClock({ startMs: 1_000 });
    const sleeping = clock.sleep(100);
    clock.set(3_600_000);
    expect([clock.nowMs(), clock.steadyMs(), clock.sleepers]).toEqual([3_601_000, 0, 1]);
    await clock.advance(100);
    await sleeping;
    expect([clock.nowMs(), clock.steadyMs()]).toEqual([3_601_100, 100]);
  });

  it('lets an aborted sleeper go at once', async () => {
    const clock = virtualClock();
    const abort = new AbortController();
    const sleeping = clock.sleep(60_000, abort.signal);
    abort.abort();
    await sleeping;
    expect(clock.sleepers).toBe(0);
  });

  it('lets time pass by itself when impatient', async () => {
    const clock = virtualClock({ startMs: 0, impatient: true });
    await clock.sleep(5_000);
    expect(clock.nowMs()).toBe(5_000);
  });
});
