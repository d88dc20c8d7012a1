import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../session/session.js';

/** Resolves after a while; rejects when the command is interrupted. */
export async function pause({ signal }: Pick<Session, 'signal'>, delayMs: number): Promise<void> {
  await sleep(delayMs, undefined, { signal });
}
