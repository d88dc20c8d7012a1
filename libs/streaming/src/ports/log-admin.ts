import type { TopicDefinition } from '@spillway/events';
import type { AccessRule } from './access-rule.js';
import type { CommittedPosition } from './record-source.js';
import type { RecordPosition, TopicPartition } from './record.js';

export interface PartitionRange extends TopicPartition {
  /** First offset still in the log. */
  readonly beginOffset: bigint;
  /** Offset the next record will get. */
  readonly endOffset: bigint;
}

export interface TopicSummary {
  readonly name: string;
  /** How many; 0 while the log still makes the topic. */
  readonly partitions: number;
}

export interface LogAdmin {
  /** Every topic that this client may see, in no order. */
  topics(): Promise<readonly TopicSummary[]>;
  /** What holds for a topic by its own settings or by default, in Kafka's names and units (`retention.ms`). `SPW-1103` as below. */
  settings(topic: string): Promise<Readonly<Record<string, string>>>;
  /** Changes these settings of a topic and leaves all others; resolves when `settings` tells them. `SPW-1103` as below, `SPW-1102` when this client may not. */
  changeSettings(topic: string, settings: Readonly<Record<string, string>>): Promise<void>;
  /** Who may do what, as far as it holds from any host; undefined when the log lets everybody do everything. `SPW-1102` as above. */
  accessRules(): Promise<readonly AccessRule[] | undefined>;
  /** Adds rules; one that is there already changes nothing. `SPW-1102` as above. */
  allow(rules: readonly AccessRule[]): Promise<void>;
  /**
   * Gives a topic so many partitions; one that has as many or more stays as it is. Resolves when they can be asked about.
   * `SPW-1103` as below, `SPW-1102` when this client may not.
   */
  addPartitions(topic: string, partitions: number): Promise<void>;
  /** Creates what is missing; refuses (`SPW-1104`) a topic that exists with another partition count. Answers the names created. */
  ensureTopics(topics: readonly TopicDefinition[]): Promise<readonly string[]>;
  /** `SPW-1103` when the topic does not exist. */
  ranges(topic: string): Promise<readonly PartitionRange[]>;
  /** For each partition the first offset written at `timeMs` (ms since 1970) or later; its end where there is none. `SPW-1103` as above. */
  offsetsAt(topic: string, timeMs: number): Promise<readonly RecordPosition[]>;
  /** Partitions without a committed position are left out. */
  committed(groupId: string, topics: readonly string[]): Promise<readonly CommittedPosition[]>;
  /**
   * Partitions whose committed position was overwritten by the client underneath: it does so when it finds the position
   * outside the log, and says nothing of what was there. A driver whose client never does answers none.
   */
  overwritten(groupId: string, topics: readonly string[]): Promise<readonly TopicPartition[]>;
  /** Identity of this life of the topic: a topic deleted and recreated has another. */
  topicId(topic: string): Promise<string>;
  /** How many members the group has now; 0 when it does not exist. */
  members(groupId: string): Promise<number>;
  close(): Promise<void>;
}
