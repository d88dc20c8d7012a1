import { setTimeout as sleep } from 'node:timers/promises';
import { endedError } from './ended-error.ts';
import type { Child } from './child.ts';
import type { Part } from './part.ts';
import { startPart } from './start-part.ts';

export interface SupervisorOptions {
  /** Ends the first start. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Told each process of the part, the first and those after a restart. */
  readonly onSpawned: (child: Child) => void;
  /** Failed starts in a row after which the part is given up; 0 when it cannot be started again at all. */
  readonly maxFailedStarts: number;
  readonly onGivenUp: (error: unknown) => void;
}

export interface SupervisedPart {
  readonly name: string;
  stop(): Promise<void>;
}

const firstDelayMs = 500;
const longestDelayMs = 15_000;

/** How long to wait before the next start, after `failures` starts in a row that ended without becoming ready. */
export function restartDelayMs(failures: number): number {
  return Math.min(firstDelayMs * 2 ** failures, longestDelayMs);
}

/**
 * Starts a part and starts it again, with back-off, whenever it ends by itself. Rejects when the first start fails.
 */
export async function supervisePart(part: Part, options: SupervisorOptions): Promise<SupervisedPart> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let child = await startPart(part, options);
  const watching = watch();

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      const ending = await child.ended;
      if (signal.aborted) return;
      if (options.maxFailedStarts === 0) return options.onGivenUp(endedError(child, ending));
      options.say(`${part.name} ended (${ending}); it is started again. Log: ${child.logFile}`);
      if (!(await startAgain())) return;
      options.say(`${part.name} runs again (process ${child.pid}).`);
    }
  }

  async function startAgain(): Promise<boolean> {
    for (let failures = 0; ; failures += 1) {
      await sleep(restartDelayMs(failures), undefined, { signal }).catch(() => {});
      if (signal.aborted) return false;
      try {
        child = await startPart(part, { ...options, signal });
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        if (failures + 1 >= options.maxFailedStarts) {
          options.onGivenUp(error);
          return false;
        }
        options.say(`${part.name} did not start; next try in ${restartDelayMs(failures + 1) / 1000} s.`);
      }
    }
  }

  return {
    name: part.name,
    stop: async () => {
      stopping.abort();
      await child.stop();
      await watching;
    },
  };
}
