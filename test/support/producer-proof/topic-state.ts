import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';

/** How the partitions of some topics are led and copied now. */
export interface TopicState {
  /** Partitions led, by broker id. */
  readonly led: ReadonlyMap<number, number>;
  /** Whether every partition has a leader and all its copies are in sync. */
  readonly isWhole: boolean;
}

const copies = 3;
const patienceMs = 60_000;
const pauseMs = 200;

/** Asks until somebody answers: the admin client may pick a broker that is gone or halted. */
export async function topicState(admin: Admin, topics: readonly string[]): Promise<TopicState> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
      return stateOf(metadata.topics.flatMap((topic) => topic.partitions));
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(pauseMs);
    }
  }
}

export async function isLeading(admin: Admin, topics: readonly string[], broker: number): Promise<boolean> {
  return ((await topicState(admin, topics)).led.get(broker) ?? 0) > 0;
}

function stateOf(partitions: readonly { readonly leader: number; readonly isr: readonly number[] }[]): TopicState {
  const led = new Map<number, number>();
  for (const { leader } of partitions) led.set(leader, (led.get(leader) ?? 0) + 1);
  return { led, isWhole: partitions.every(({ leader, isr }) => leader >= 0 && isr.length === copies) };
}
