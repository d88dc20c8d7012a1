import { SpillwayError } from '@spillway/events';
import type { PartitionRange } from '../ports/log-admin.js';
import { partitionKey } from '../ports/partition-key.js';
import type { RecordPosition, TopicPartition } from '../ports/record.js';
import type { RecordConsumerOptions } from './record-consumer-options.js';

export interface StartPosition extends TopicPartition {
  readonly position: number;
  /** Where the log begins and ends now. */
  readonly beginOffset: number;
  readonly endOffset: number;
  /**
   * True for a position at the end of the log that nobody has stored: it has to be committed even before anything is
   * done, or a rebalance would choose a later end and skip what lies between.
   */
  readonly needsCommit: boolean;
}

type Options = Pick<RecordConsumerOptions, 'transport' | 'groupId' | 'startFrom' | 'startPositions'>;

/**
 * Where each partition starts, as a number for every one: what the truth outside the log says, else what the group
 * committed, else the wanted end of the log.
 *
 * @throws SpillwayError `SPW-5010` when the log ends before a position: it is another log, or not all of it is back yet
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
    const position = asked === undefined ? fallback : Number(asked);
    assertWithinLog(partition, position, endOffset);
    const needsCommit = asked === undefined && options.startFrom === 'latest';
    return { ...partition, position, beginOffset, endOffset, needsCommit };
  });
}

/** @throws SpillwayError `SPW-5010` when the log ends before the position */
export function assertWithinLog({ topic, partition }: TopicPartition, position: number, endOffset: number): void {
  if (position <= endOffset) return;
  const detail = `The group has done ${topic}/${partition} up to ${position}, but the log ends at ${endOffset}`;
  throw new SpillwayError('SPW-5010', detail, { context: { topic, partition, position, endOffset } });
}

function byPartition<T extends TopicPartition>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [partitionKey(row), row]));
}
