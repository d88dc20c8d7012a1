import type { TopicPartition } from '../ports/record.js';

/**
 * Spreads partitions over members: partition p of every topic goes to one member (co-partitioned), in turns over those
 * that read the topic.
 *
 * @param subscriptions topics of each member, in joining order
 * @returns the partitions of each member, index-aligned
 */
export function assignPartitions(
  subscriptions: readonly (readonly string[])[],
  partitionCount: (topic: string) => number,
): TopicPartition[][] {
  const assigned: TopicPartition[][] = subscriptions.map(() => []);
  const topics = new Set(subscriptions.flat());
  for (const topic of topics) {
    const readers = subscriptions.flatMap((read, member) => (read.includes(topic) ? [member] : []));
    for (let partition = 0; partition < partitionCount(topic); partition++) {
      assigned[readers[partition % readers.length]!]!.push({ topic, partition });
    }
  }
  return assigned;
}
