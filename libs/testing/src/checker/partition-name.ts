import type { TopicPartition } from '@spillway/streaming';

export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
