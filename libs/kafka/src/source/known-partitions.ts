import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from 'kafkajs';

const maxTries = 20;
const pauseMs = 100;

type Topics = Pick<Cluster, 'addTargetTopic' | 'findTopicPartitionMetadata' | 'refreshMetadata'>;

/**
 * The partitions of topics, once the client knows of some in each: it shares one refresh of its metadata among all who
 * ask, also with those whose topics came too late for it, and then answers that a topic has none. An assignment made of
 * that would leave its partitions to nobody until the next rebalance.
 *
 * @param others read by other members: one that is not there, or that this client may not see, is left out
 * @throws Error naming the topics of which nothing is known after two seconds
 */
export async function knownPartitions(
  cluster: Topics,
  topics: readonly string[],
  others: readonly string[] = [],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const wanted = new Set(topics);
  for (const topic of new Set(others)) {
    if (!wanted.has(topic) && (await isThere(cluster, topic))) wanted.add(topic);
  }
  for (let tries = 1; ; tries++) {
    const known = new Map(
      [...wanted].map((topic) => [
        topic,
        cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
      ]),
    );
    const unknown = [...wanted].filter((topic) => known.get(topic)!.length === 0);
    if (unknown.length === 0) return known;
    if (tries === maxTries) throw new Error(`No partition is known of ${unknown.join(', ')}`);
    await sleep(pauseMs);
    await cluster.refreshMetadata();
  }
}

/** A topic that was made just now may be on its way to the broker that is asked. */
async function isThere(cluster: Topics, topic: string): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      await cluster.addTargetTopic(topic);
      return true;
    } catch (error) {
      const { type } = error as { readonly type?: unknown };
      if (type === 'TOPIC_AUTHORIZATION_FAILED') return false;
      if (type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      if (tries === maxTries) return false;
      await sleep(pauseMs);
    }
  }
}
