import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicDefinition } from '@spillway/events';
import type { LogAdmin } from '@spillway/streaming';

const lookEveryMs = 100;
const mostLooks = 100;

/** Makes topics and waits until their partitions have leaders: a broker answers before that. */
export async function makeTopics(admin: LogAdmin, topics: readonly TopicDefinition[]): Promise<void> {
  await admin.ensureTopics(topics);
  for (const { name } of topics) {
    for (let look = 1; !(await isLed(admin, name)); look++) {
      if (look === mostLooks) throw new Error(`${name} has partitions without a leader`);
      await sleep(lookEveryMs);
    }
  }
}

function isLed(admin: LogAdmin, topic: string): Promise<boolean> {
  return admin.ranges(topic).then(
    () => true,
    () => false,
  );
}
