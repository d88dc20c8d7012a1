import { randomUUID } from 'node:crypto';
import { SpillwayError, type TopicDefinition } from '@spillway/events';
import type { OutgoingRecord, PartitionBatch, WrittenRecord } from '../ports/record.js';
import { partitionForKey } from '../partitioning/partition-for-key.js';
import { MemoryGroup } from './memory-group.js';
import { copyHeaders } from '../ports/copy-headers.js';
import { recordBytes } from '../ports/read-bounds.js';
import { MemoryPartition } from './memory-partition.js';

interface MemoryTopic {
  readonly id: string;
  /** `message.timestamp.type=LogAppendTime`: records get the log's time, whatever their writer says. */
  readonly stampsAppends: boolean;
  readonly config: Readonly<Record<string, string>>;
  readonly partitions: MemoryPartition[];
}

/**
 * The log itself: topics, partitions and groups of one process. Several transports may share one, as several clients
 * share a cluster. It keeps nothing across processes and writes nothing to disk.
 */
export class MemoryLog {
  readonly #topics = new Map<string, MemoryTopic>();
  readonly #groups = new Map<string, MemoryGroup>();
  readonly #watchers = new Set<() => void>();
  readonly #maxSizeBytes: number;
  readonly #id: string;
  #sizeBytes = 0;
  #topicsMade = 0;
  #keylessTurn = 0;

  /**
   * @param options.maxSizeBytes past it appends are refused as not written, so that memory stays bounded (1 GiB)
   * @param options.id part of the topics' ids; random, because a log of the next process is another log, and a store
   * that outlives this one must not take its positions for the same
   */
  constructor(options: { readonly maxSizeBytes?: number; readonly id?: string } = {}) {
    this.#maxSizeBytes = options.maxSizeBytes ?? 1024 * 1024 * 1024;
    this.#id = options.id ?? randomUUID();
  }

  createTopic(definition: TopicDefinition): void {
    const partitions = Array.from(
      { length: definition.partitions },
      (_, index) => new MemoryPartition(definition.name, index),
    );
    const id = `memory-${this.#id}-${++this.#topicsMade}`;
    this.#topics.set(definition.name, { id, ...configured(definition.config ?? {}), partitions });
  }

  /** Changes these settings of a topic; others stay. */
  configure(name: string, settings: Readonly<Record<string, string>>): void {
    const topic = this.topic(name);
    this.#topics.set(name, { ...topic, ...configured({ ...topic.config, ...settings }) });
  }

  /** With its records go the positions that groups have committed in it, as a broker does it. */
  deleteTopic(name: string): void {
    for (const partition of this.topic(name).partitions) this.#sizeBytes -= partition.trim(partition.endOffset);
    this.#topics.delete(name);
    for (const group of this.#groups.values()) group.forget(name);
  }

  /** Groups that read the topic get the new partitions at once. */
  addPartitions(name: string, count: number): void {
    const { partitions } = this.topic(name);
    for (let index = 0; index < count; index++) partitions.push(new MemoryPartition(name, partitions.length));
    for (const group of this.#groups.values()) group.topicChanged(name);
  }

  get topicNames(): readonly string[] {
    return [...this.#topics.keys()];
  }

  hasTopic(name: string): boolean {
    return this.#topics.has(name);
  }

  /** @throws SpillwayError `SPW-1103` when there is no such topic */
  topic(name: string): MemoryTopic {
    const topic = this.#topics.get(name);
    if (topic === undefined)
      throw new SpillwayError('SPW-1103', `Topic ${name} does not exist`, { context: { topic: name } });
    return topic;
  }

  group(groupId: string): MemoryGroup {
    const known = this.#groups.get(groupId);
    if (known !== undefined) return known;
    const group = new MemoryGroup(groupId, (topic) => this.topic(topic).partitions.length);
    this.#groups.set(groupId, group);
    return group;
  }

  /** @throws SpillwayError `SPW-1110` when topic or partition do not exist, or the log is full */
  append(record: OutgoingRecord, nowMs: number): WrittenRecord {
    const partition = this.#partitionOf(record);
    const { key, value } = record;
    const headers = copyHeaders(record.headers);
    const sizeBytes = recordBytes({ key, value, headers });
    if (this.#sizeBytes + sizeBytes > this.#maxSizeBytes) {
      throw new SpillwayError('SPW-1110', `The in-process log is full (${this.#maxSizeBytes} bytes)`);
    }
    this.#sizeBytes += sizeBytes;
    const offset = partition.append({
      timestampMs: this.topic(record.topic).stampsAppends ? nowMs : (record.timestampMs ?? nowMs),
      key: key === null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      headers,
    });
    for (const watcher of this.#watchers) watcher();
    return { topic: partition.topic, partition: partition.partition, offset: BigInt(offset), appendedAtMs: nowMs };
  }

  /** What lies at a position; nothing for a topic deleted meanwhile. */
  read(topic: string, partition: number, position: number): PartitionBatch | undefined {
    return this.#topics.get(topic)?.partitions[partition]?.read(position);
  }

  /** Loses what lies below `offset`, as retention does. */
  trim(topic: string, partition: number, offset: number): void {
    this.#sizeBytes -= this.topic(topic).partitions[partition]!.trim(offset);
  }

  /** Loses what lies at `offset` and behind it, as when a replica that was behind becomes leader: offsets are used again. */
  cut(topic: string, partition: number, offset: number): void {
    this.#sizeBytes -= this.topic(topic).partitions[partition]!.cut(offset);
  }

  /** Uses up offsets without records, as transaction markers and compaction do. */
  skipOffsets(topic: string, partition: number, count: number): void {
    this.topic(topic).partitions[partition]!.skip(count);
    for (const watcher of this.#watchers) watcher();
  }

  /** Calls back after each append. Answers the function that ends it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #partitionOf(record: OutgoingRecord): MemoryPartition {
    const partitions = this.#topics.get(record.topic)?.partitions;
    if (partitions === undefined) {
      throw new SpillwayError('SPW-1110', `Topic ${record.topic} does not exist`, { context: { topic: record.topic } });
    }
    const index = record.partition ?? this.#choose(record.key, partitions.length);
    const partition = partitions[index];
    if (partition === undefined) {
      throw new SpillwayError('SPW-1110', `Topic ${record.topic} has no partition ${index}`);
    }
    return partition;
  }

  #choose(key: Buffer | null, count: number): number {
    return key === null ? this.#keylessTurn++ % count : partitionForKey(key, count);
  }
}

function configured(config: Readonly<Record<string, string>>): Pick<MemoryTopic, 'config' | 'stampsAppends'> {
  return { config, stampsAppends: config['message.timestamp.type'] === 'LogAppendTime' };
}
