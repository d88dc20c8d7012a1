import { SpillwayError, type TopicDefinition } from '@spillway/events';
import type { LogAdmin, PartitionRange, TopicSummary } from '../ports/log-admin.js';
import type { CommittedPosition } from '../ports/record-source.js';
import type { RecordPosition, TopicPartition } from '../ports/record.js';
import type { MemoryLog } from './memory-log.js';

/** It keeps everything, but for what tests take from it. */
const defaultSettings = {
  'cleanup.policy': 'delete',
  'message.timestamp.type': 'CreateTime',
  'retention.bytes': '-1',
  'retention.ms': '-1',
};

/** Questions to the in-process log. */
export class MemoryLogAdmin implements LogAdmin {
  constructor(private readonly log: MemoryLog) {}

  async ensureTopics(topics: readonly TopicDefinition[]): Promise<readonly string[]> {
    const missing = topics.filter((topic) => !this.#exists(topic));
    for (const topic of missing) this.log.createTopic(topic);
    return missing.map((topic) => topic.name);
  }

  async topics(): Promise<readonly TopicSummary[]> {
    return this.log.topicNames.map((name) => ({ name, partitions: this.log.topic(name).partitions.length }));
  }

  async settings(topic: string): Promise<Readonly<Record<string, string>>> {
    return { ...defaultSettings, ...this.log.topic(topic).config };
  }

  async changeSettings(topic: string, settings: Readonly<Record<string, string>>): Promise<void> {
    this.log.configure(topic, settings);
  }

  /** Whoever has the log may do everything. */
  async accessRules(): Promise<undefined> {
    return undefined;
  }

  async allow(): Promise<void> {}

  async addPartitions(topic: string, partitions: number): Promise<void> {
    const missing = partitions - this.log.topic(topic).partitions.length;
    if (missing > 0) this.log.addPartitions(topic, missing);
  }

  async ranges(topic: string): Promise<readonly PartitionRange[]> {
    return this.log.topic(topic).partitions.map(({ partition, beginOffset, endOffset }) => ({
      topic,
      partition,
      beginOffset: BigInt(beginOffset),
      endOffset: BigInt(endOffset),
    }));
  }

  async offsetsAt(topic: string, timeMs: number): Promise<readonly RecordPosition[]> {
    return this.log.topic(topic).partitions.map((each) => ({
      topic,
      partition: each.partition,
      offset: BigInt(each.offsetAt(timeMs)),
    }));
  }

  async committed(groupId: string, topics: readonly string[]): Promise<readonly CommittedPosition[]> {
    return this.log.group(groupId).committedIn(topics);
  }

  async overwritten(): Promise<readonly TopicPartition[]> {
    return [];
  }

  async topicId(topic: string): Promise<string> {
    return this.log.topic(topic).id;
  }

  async members(groupId: string): Promise<number> {
    return this.log.group(groupId).memberCount;
  }

  async close(): Promise<void> {}

  #exists(topic: TopicDefinition): boolean {
    if (!this.log.hasTopic(topic.name)) return false;
    const count = this.log.topic(topic.name).partitions.length;
    if (count === topic.partitions) return true;
    throw new SpillwayError('SPW-1104', `Topic ${topic.name} has ${count} partitions, ${topic.partitions} are wanted`, {
      context: { topic: topic.name, partitions: count, wanted: topic.partitions },
    });
  }
}
