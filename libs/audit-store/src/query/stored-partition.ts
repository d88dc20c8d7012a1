import type { TopicPartition } from '@spillway/streaming';

/** One life of a partition. */
export interface StoredPartition extends TopicPartition {
  readonly topicId: string;
}

/** A name for it, as key of maps. */
export function storedPartitionKey({ topic, topicId, partition }: StoredPartition): string {
  return `${topic}/${topicId}/${partition}`;
}
