import { describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { silentLogger, type Clock, type Logger } from '@spillway/streaming';
import { BackgroundWork } from './background-work.js';

/** Sleeps end at once for a number of turns, then last until they are aborted. */
function turns(count: number): Clock & { readonly done: Promise<void> } {
  let left = count;
  let finish!: () => void;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const sleep = async (_: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return;
    left -= 1;
    if (left > 0) return;
    finish();
    await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
  };
  return { nowMs: () => 0, steadyMs: () => 0, sleep, done };
}

describe('work in the background', () => {
  it('goes on after a failure, and tells the first of a row only', async () => {
    const warnings: unknown[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields) => void warnings.push(fields) };
    const outcomes = ['ok', 'fail', 'fail', 'ok', 'fail', 'ok'];
    let runs = 0;
    const run = async (): Promise<void> => {
      if (outcomes[runs++] === 'fail') throw new SpillwayError('SPW-7002', 'down');
    };
    const clock = turns(outcomes.length);
    const work = new BackgroundWork([{ name: 'Task', everyMs: 1, run }], { clock, logger });
    work.start();
    await clock.done;
    await work.stop();
    expect(runs).toBe(outcomes.length);
    expect(warnings).toEqual([
      expect.objectContaining({ errorCode: 'SPW-7002' }),
      expect.objectContaining({ errorCode: 'SPW-7002' }),
    ]);
  });

  it('has ended when stop resolves', async () => {
    let ended = false;
    const run = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          ended = true;
          resolve();
        });
      });
    const work = new BackgroundWork([{ name: 'Task', everyMs: 1, run }], { clock: turns(1), logger: silentLogger });
    work.start();
    await work.stop();
    expect(ended).toBe(true);
  });
});
