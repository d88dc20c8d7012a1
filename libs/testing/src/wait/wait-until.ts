import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Polls until `holds` answers true.
 *
 * @throws Error naming `what` when that did not happen within `timeoutMs` (10 s)
 */
export async function waitUntil(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const giveUpAtMs = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAtMs) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await sleep(10);
  }
}
