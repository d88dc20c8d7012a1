import type { PartitionRange } from '../ports/log-admin.js';
import { partitionKey } from '../ports/partition-key.js';
import type { RecordPosition, TopicPartition } from '../ports/record.js';
import type { RecordConsumerOptions } from './record-consumer-options.js';

export interface StartPosition extends TopicPartition {
  readonly position: number;
  /** Where the log begins and ends now. */
  readonly beginOffset: number;
  readonly endOffset: number;
}

type Options = Pick<RecordConsumerOptions, 'transport' | 'groupId' | 'startFrom' | 'startPositions'>;

/**
 * Where each partition starts, as a number for every one: what the truth outside the log says, else what the group
 * committed, else the wanted end of the log.
 */
export async function findStartPositions(
  options: Options,
  partitions: readonly TopicPartition[],
): Promise<readonly StartPosition[]> {
  const topics = [...new Set(partitions.map((partition) => partition.topic))];
  const admin = options.transport.admin();
  const [named, committed, ranges] = await Promise.all([
    options.startPositions?.(partitions) ?? [],
    admin.committed(options.groupId, topics),
    Promise.all(topics.map((topic) => admin.ranges(topic))),
  ]);
  const wanted = byPartition<RecordPosition>([...committed, ...named]);
  const rangeOf = byPartition<PartitionRange>(ranges.flat());
  return partitions.map((partition) => {
    const range = rangeOf.get(partitionKey(partition));
    const beginOffset = Number(range?.beginOffset ?? 0n);
    const endOffset = Number(range?.endOffset ?? 0n);
    const fallback = options.startFrom === 'beginning' ? beginOffset : endOffset;
    const asked = wanted.get(partitionKey(partition))?.offset;
    return { ...partition, position: asked === undefined ? fallback : Number(asked), beginOffset, endOffset };
  });
}

function byPartition<T extends TopicPartition>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [partitionKey(row), row]));
}
