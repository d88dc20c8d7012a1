import { setTimeout as sleep } from 'node:timers/promises';

const shortestPauseMs = 10;
const longestPauseMs = 1_000;
/** Who asks a broker or a database all the time slows what it waits for. */
const pausePerLook = 4;

/**
 * Polls until `holds` answers true. A look that takes long is taken seldom: they have a fifth of the time at most.
 *
 * @throws Error naming `what` when that did not happen within `timeoutMs` (10 s)
 */
export async function waitUntil(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const giveUpAtMs = performance.now() + timeoutMs;
  for (;;) {
    const lookedAtMs = performance.now();
    if (await holds()) return;
    const nowMs = performance.now();
    if (nowMs > giveUpAtMs) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await sleep(Math.min(longestPauseMs, Math.max(shortestPauseMs, pausePerLook * (nowMs - lookedAtMs))));
  }
}
