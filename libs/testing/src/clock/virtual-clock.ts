import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@spillway/streaming';

export interface VirtualClock extends Clock {
  /** Lets time pass: every sleeper that is due wakes at its own moment, in order. */
  advance(ms: number): Promise<void>;
  /** Somebody sets the clock, forth or back by so much: `nowMs` steps, no time passes. */
  set(byMs: number): void;
  /** How many sleep now. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/**
 * Time under the test's control.
 *
 * @param options.startMs the first moment, ms since the epoch
 * @param options.impatient nobody waits: each sleep lets its time pass at once
 * @param options.turns of the event loop before somebody wakes, so that what was begun gets on while no time passes; asked each time (1)
 */
export function virtualClock(
  options: { readonly startMs?: number; readonly impatient?: boolean; readonly turns?: () => number } = {},
): VirtualClock {
  const { turns = () => 1 } = options;
  const startMs = options.startMs ?? Date.UTC(2026, 0, 1);
  let nowMs = startMs;
  let setByMs = 0;
  const sleepers = new Set<Sleeper>();

  const sleep = (delayMs: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      if (options.impatient) {
        nowMs += delayMs;
        return setImmediate(resolve);
      }
      const wake = (): void => {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { dueMs: nowMs + delayMs, wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
    });

  const advance = async (ms: number): Promise<void> => {
    const untilMs = nowMs + ms;
    for (;;) {
      for (let left = turns(); left > 0; left--) await nextTurn();
      const due = [...sleepers].filter((sleeper) => sleeper.dueMs <= untilMs).toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (due === undefined) break;
      nowMs = Math.max(nowMs, due.dueMs);
      due.wake();
    }
    // Another may have let more time pass meanwhile.
    nowMs = Math.max(nowMs, untilMs);
  };

  return {
    nowMs: () => nowMs + setByMs,
    steadyMs: () => nowMs - startMs,
    set: (byMs) => void (setByMs += byMs),
    sleep,
    advance,
    get sleepers() {
      return sleepers.size;
    },
  };
}
