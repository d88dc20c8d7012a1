import { describe, expect, test } from '@jest/globals';
import { silentLogger, systemClock, type Logger } from '@spillway/streaming';
import { closeInOrder } from './close-in-order.js';

const options = { deadlineMs: 5_000, clock: systemClock, logger: silentLogger };

describe('the ordered shutdown', () => {
  test('each step waits for the one before', async () => {
    const seen: string[] = [];
    const step = (name: string) => ({
      name,
      run: async () => {
        await new Promise(setImmediate);
        seen.push(name);
      },
    });
    expect(await closeInOrder([step('consumers'), step('http'), step('transport')], options)).toEqual([]);
    expect(seen).toEqual(['consumers', 'http', 'transport']);
  });

  test('a step that fails is logged, and the next runs all the same', async () => {
    const errors: object[] = [];
    const logger: Logger = { ...silentLogger, error: (fields) => void errors.push(fields) };
    let closed = false;
    const steps = [
      { name: 'http', run: () => Promise.reject(new Error('stuck')) },
      { name: 'state', run: () => void (closed = true) },
    ];
    expect(await closeInOrder(steps, { ...options, logger })).toEqual([
      { name: 'http', reason: expect.stringContaining('stuck') },
    ]);
    expect(closed).toBe(true);
    expect(errors).toEqual([expect.objectContaining({ step: 'http' })]);
  });

  test('a step that hangs is left behind at the deadline, later ones still get a moment', async () => {
    let nowMs = 0;
    const clock = {
      nowMs: () => nowMs,
      steadyMs: () => nowMs,
      sleep: async (delayMs: number) => void (nowMs += delayMs),
    };
    const waits: number[] = [];
    const spying = { ...clock, sleep: (delayMs: number) => (waits.push(delayMs), clock.sleep(delayMs)) };
    const never = { name: 'consumers', run: () => new Promise<void>(() => {}) };
    const failed = await closeInOrder([never, { ...never, name: 'http' }], { ...options, clock: spying });
    expect(failed.map(({ name }) => name)).toEqual(['consumers', 'http']);
    expect(waits).toEqual([5_000, 500]);
  });
});
