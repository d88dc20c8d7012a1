import { SpillwayError, type TopicDefinition } from '@spillway/events';
import type { CommittedPosition, LogAdmin, PartitionRange } from '@spillway/streaming';
import type { AdminCalls, AdminClient } from './admin-client.js';

/** What an app asks of the cluster beside reading and writing. */
export class KafkaLogAdmin implements LogAdmin {
  constructor(
    private readonly client: AdminClient,
    private readonly askTopicId: (topic: string) => Promise<string>,
  ) {}

  /** Reaches the cluster, or throws `SPW-1101`/`SPW-1102`. */
  async ping(): Promise<void> {
    await this.client.call('Connecting to Kafka', (admin) => admin.listTopics());
  }

  async ensureTopics(topics: readonly TopicDefinition[]): Promise<readonly string[]> {
    return this.client.call(`Creating ${topics.length} topics`, async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !existing.has(name));
      if (missing.length > 0) await admin.createTopics({ topics: missing.map(toTopicConfig), waitForLeaders: true });
      // Again for all: another process may have created a topic in between, with another count.
      await refuseOtherCounts(admin, topics);
      return missing.map(({ name }) => name);
    });
  }

  async ranges(topic: string): Promise<readonly PartitionRange[]> {
    // Asked first because fetchTopicOffsets retries for a quarter of a minute on a topic that does not exist.
    await this.partitionCount(topic);
    const offsets = await this.client.call(`Reading the offsets of ${topic}`, (admin) =>
      admin.fetchTopicOffsets(topic),
    );
    return offsets
      .map(({ partition, low, high }) => ({ topic, partition, beginOffset: BigInt(low), endOffset: BigInt(high) }))
      .toSorted((a, b) => a.partition - b.partition);
  }

  async committed(groupId: string, topics: readonly string[]): Promise<readonly CommittedPosition[]> {
    const answers = await this.client.call(`Reading what ${groupId} committed`, (admin) =>
      admin.fetchOffsets({ groupId, topics: [...topics] }),
    );
    return answers.flatMap(({ topic, partitions }) =>
      partitions
        // -1: nothing committed; -2: kafkajs writes it when it resets a position it could not read.
        .filter(({ offset }) => !offset.startsWith('-'))
        .map(({ partition, offset, metadata }) => ({
          topic,
          partition,
          offset: BigInt(offset),
          ...(metadata ? { metadata } : {}),
        })),
    );
  }

  topicId(topic: string): Promise<string> {
    return this.askTopicId(topic);
  }

  async members(groupId: string): Promise<number> {
    const { groups } = await this.client.call(`Describing ${groupId}`, (admin) => admin.describeGroups([groupId]));
    return groups.find((group) => group.groupId === groupId)?.members.length ?? 0;
  }

  /** @throws SpillwayError `SPW-1103` when the topic does not exist */
  async partitionCount(topic: string): Promise<number> {
    const { topics } = await this.client.call(`Reading the partitions of ${topic}`, (admin) =>
      admin.fetchTopicMetadata({ topics: [topic] }),
    );
    return topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

function toTopicConfig({ name, partitions, config }: TopicDefinition) {
  const configEntries = Object.entries(config ?? {}).map(([key, value]) => ({ name: key, value }));
  return { topic: name, numPartitions: partitions, configEntries };
}

async function refuseOtherCounts(admin: AdminCalls, wanted: readonly TopicDefinition[]): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: wanted.map(({ name }) => name) });
  const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  const differing = wanted.filter(({ name, partitions }) => counts.get(name) !== partitions);
  if (differing.length === 0) return;
  const list = differing.map(({ name, partitions }) => `${name} has ${counts.get(name)} partitions, not ${partitions}`);
  throw new SpillwayError('SPW-1104', list.join('; '));
}
