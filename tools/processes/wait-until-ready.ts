import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';
import { endedError, notStartedError } from './ended-error.ts';

/**
 * Waits until the process answers.
 *
 * @throws SpillwayError `SPW-1007` when it ended before, or does not answer in time; with the end of its log
 */
export async function waitUntilReady(
  child: Child,
  isReady: () => Promise<boolean>,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  // The process is looked at first: on its port another one may answer.
  while (!child.hasEnded()) {
    if (await isReady()) return;
    signal?.throwIfAborted();
    if (performance.now() > deadline) throw notStartedError(child, `was not ready after ${timeoutMs / 1000} s`);
    await sleep(50);
  }
  throw endedError(child, await child.ended);
}
