import { partitionKey } from '../ports/partition-key.js';
import type { TopicPartition } from '../ports/record.js';
import type { DoneOffsets } from '../ports/state-store.js';
import type { AssignedPartition } from './assigned-partition.js';

export interface SeenPartition extends Pick<DoneOffsets, 'watermark' | 'runs' | 'topicId'> {
  /** Where its log ended when this life of the topic was last known to be there. */
  readonly heldTo: number;
}

/** What this process knows of partitions it had: with a deleted topic go its commits, and this may be all that is left. */
export class SeenPartitions {
  readonly #partitions = new Map<string, SeenPartition>();
  readonly #topicIds = new Map<string, string>();
  readonly #accepted = new Map<string, string>();

  of(partition: TopicPartition): SeenPartition | undefined {
    return this.#partitions.get(partitionKey(partition));
  }

  /** The life of the topic that counts for this partition. */
  topicId(partition: TopicPartition): string | undefined {
    return this.#accepted.get(partitionKey(partition)) ?? this.#topicIds.get(partition.topic);
  }

  /** It is assigned and goes on. */
  began({ topic, topicId }: AssignedPartition): void {
    if (topicId !== undefined && !this.#topicIds.has(topic)) this.#topicIds.set(topic, topicId);
  }

  /** It is not this member's any more. */
  left(assigned: AssignedPartition): void {
    const { topicId } = assigned;
    if (topicId === undefined || assigned.incident !== undefined) return;
    const { watermark, runs, surelyHeldTo: heldTo } = assigned;
    this.#partitions.set(partitionKey(assigned), { watermark, runs, heldTo, topicId });
  }

  /** An operator wants the partition to go on in this life of its topic; what was before does not count any more. */
  accepted(partition: TopicPartition, topicId: string): void {
    this.#partitions.delete(partitionKey(partition));
    this.#accepted.set(partitionKey(partition), topicId);
  }
}
