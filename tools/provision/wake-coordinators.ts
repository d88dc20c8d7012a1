import { setTimeout as sleep } from 'node:timers/promises';
import type { LogAdmin } from '@spillway/streaming';

const patienceMs = 20_000;

/**
 * Asks for each group's positions until the broker has them: on a new cluster the first question creates the topic of
 * the positions, and members that join meanwhile would be turned away. Not answering in time is left for them to say.
 */
export async function wakeCoordinators(
  admin: LogAdmin,
  groups: readonly string[],
  topics: readonly string[],
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (const group of groups) {
    while (!(await isAwake(admin, group, topics)) && performance.now() < deadline) await sleep(100);
  }
}

async function isAwake(admin: LogAdmin, group: string, topics: readonly string[]): Promise<boolean> {
  try {
    await admin.committed(group, topics);
    return true;
  } catch {
    return false;
  }
}
