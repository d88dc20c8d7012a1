import type { TopicDefinition } from '@spillway/events';
import type { CommittedPosition } from './record-source.js';
import type { TopicPartition } from './record.js';

export interface PartitionRange extends TopicPartition {
  /** First offset still in the log. */
  readonly beginOffset: bigint;
  /** Offset the next record will get. */
  readonly endOffset: bigint;
}

export interface LogAdmin {
  /** Creates what is missing; refuses (`SPW-1104`) a topic that exists with another partition count. Answers the names created. */
  ensureTopics(topics: readonly TopicDefinition[]): Promise<readonly string[]>;
  /** `SPW-1103` when the topic does not exist. */
  ranges(topic: string): Promise<readonly PartitionRange[]>;
  /** Partitions without a committed position are left out. */
  committed(groupId: string, topics: readonly string[]): Promise<readonly CommittedPosition[]>;
  /** Identity of this life of the topic: a topic deleted and made again has another. */
  topicId(topic: string): Promise<string>;
  /** How many members the group has now; 0 when it does not exist. */
  members(groupId: string): Promise<number>;
  close(): Promise<void>;
}
