import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { passes } from '../../assets/passes.js';

const everyMs = 15_000;

describe('the passes of the page', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** Passes over four boards, each of which is answered after a while. */
  const page = (answerMs: number, isWanted = () => true) => {
    const asked: string[] = [];
    let passesBegun = 0;
    const begin = passes(
      async (signal: AbortSignal) => {
        const name = (passesBegun += 1);
        for (const board of ['a', 'b', 'c', 'd']) {
          asked.push(`${name}${board}`);
          await new Promise((resolve) => setTimeout(resolve, answerMs));
          if (signal.aborted) return;
        }
      },
      { everyMs, isWanted },
    );
    return { asked, begin };
  };

  it('ask every board, however slow they are, before the next begins', async () => {
    const { asked, begin } = page(10_000);
    begin();
    await jest.advanceTimersByTimeAsync(40_000 + everyMs - 1);
    expect(asked).toEqual(['1a', '1b', '1c', '1d']);
    await jest.advanceTimersByTimeAsync(1);
    expect(asked.at(-1)).toBe('2a');
  });

  it('end when another is wanted now, and go on once behind it', async () => {
    const { asked, begin } = page(10_000);
    begin();
    await jest.advanceTimersByTimeAsync(15_000);
    begin();
    await jest.advanceTimersByTimeAsync(40_000 + everyMs);
    expect(asked).toEqual(['1a', '1b', '2a', '2b', '2c', '2d', '3a']);
  });

  it('wait while none is wanted', async () => {
    const wanted = { now: false };
    const { asked, begin } = page(0, () => wanted.now);
    begin();
    await jest.advanceTimersByTimeAsync(3 * everyMs);
    expect(asked).toHaveLength(4);
    wanted.now = true;
    await jest.advanceTimersByTimeAsync(2 * everyMs);
    expect(asked.length).toBeGreaterThan(4);
  });
});
