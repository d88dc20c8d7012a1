import { SpillwayError } from '@spillway/events';
import type { PartitionRange } from '../ports/log-admin.js';
import { partitionKey } from '../ports/partition-key.js';
import type { TopicPartition } from '../ports/record.js';
import type { KnownPosition, RecordConsumerOptions } from './record-consumer-options.js';

export interface StartPosition extends TopicPartition {
  /** Not before the log begins. */
  readonly position: number;
  /** What the group had not done and the log no longer has: first offset and the one behind the last. */
  readonly lost: readonly OffsetSpan[];
  /** Where the log ends now. */
  readonly endOffset: number;
  /**
   * True for a position at the end of the log that nobody has stored: it has to be committed even before anything is
   * done, or a rebalance would choose a later end and skip what lies between.
   */
  readonly needsCommit: boolean;
}

type OffsetSpan = readonly [first: number, end: number];
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
  const wanted = byPartition<KnownPosition>([...committed, ...named]);
  const rangeOf = byPartition<PartitionRange>(ranges.flat());
  return partitions.map((partition) => {
    const range = rangeOf.get(partitionKey(partition));
    const beginOffset = Number(range?.beginOffset ?? 0n);
    const endOffset = Number(range?.endOffset ?? 0n);
    const fallback = options.startFrom === 'beginning' ? beginOffset : endOffset;
    const asked = wanted.get(partitionKey(partition));
    const { position, lost } = withinLog(asked ?? { offset: BigInt(fallback) }, beginOffset);
    assertWithinLog(partition, position, endOffset);
    const needsCommit = asked === undefined && options.startFrom === 'latest';
    return { ...partition, position, lost, endOffset, needsCommit };
  });
}

/** A position the log begins above of moves to its first offset that is not done; nobody has lost what was never begun. */
function withinLog({ offset, doneAbove = [] }: Omit<KnownPosition, keyof TopicPartition>, beginOffset: number) {
  const asked = Number(offset);
  if (asked >= beginOffset) return { position: asked, lost: [] };
  const lost: OffsetSpan[] = [];
  let position = asked;
  for (const [first, last] of doneAbove) {
    if (first > beginOffset) break;
    if (first > position) lost.push([position, first]);
    position = last + 1;
  }
  if (position < beginOffset) lost.push([position, beginOffset]);
  return { position: Math.max(position, beginOffset), lost: asked === 0 ? [] : lost };
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
