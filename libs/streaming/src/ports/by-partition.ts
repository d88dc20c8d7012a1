import { partitionKey } from './partition-key.js';
import type { TopicPartition } from './record.js';

/** What is known of partitions, by `partitionKey`; of several rows for one the last. */
export function byPartition<T extends TopicPartition>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [partitionKey(row), row]));
}
