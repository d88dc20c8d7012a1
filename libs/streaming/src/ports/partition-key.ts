import type { TopicPartition } from './record.js';

/** A partition as one text, for maps. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
