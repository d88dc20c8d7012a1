import { SpillwayError } from '@spillway/events';
import { decodeCommitMetadata } from '../offsets/commit-metadata.js';
import type { PartitionRange } from '../ports/log-admin.js';
import { byPartition } from '../ports/by-partition.js';
import { partitionKey } from '../ports/partition-key.js';
import type { CommittedPosition } from '../ports/record-source.js';
import type { TopicPartition } from '../ports/record.js';
import type { Transport } from '../ports/transport.js';
import type { KnownPosition } from './known-position.js';
import { startOfUndone } from '../offsets/start-of-undone.js';
import type { StartPosition } from '../assignment/start-position.js';
import { undoneWithin } from '../offsets/undone-within.js';

export interface StartOptions {
  readonly transport: Transport;
  readonly groupId: string;
  /** Position of a partition for which neither `startPositions` nor the group's commits name one. */
  readonly startFrom: 'beginning' | 'latest';
  /**
   * Positions kept outside the log (audit store): they are the truth and the group's commits a hint. May throw to be asked
   * again later, and is asked again when a topic was recreated whose life it named.
   */
  readonly startPositions?: (partitions: readonly TopicPartition[]) => Promise<readonly KnownPosition[]>;
}

/**
 * Where each partition starts, as a number for every one: what the truth outside the log says, else what the group
 * committed, else the wanted end of the log.
 *
 * @throws SpillwayError `SPW-5010` when the log ends before a position: it is another log, or not all of it is back yet
 */
export async function findStartPositions(
  options: StartOptions,
  partitions: readonly TopicPartition[],
): Promise<readonly StartPosition[]> {
  const topics = [...new Set(partitions.map((partition) => partition.topic))];
  const admin = options.transport.admin();
  const [named, committed] = await Promise.all([
    options.startPositions?.(partitions) ?? [],
    admin.committed(options.groupId, topics),
  ]);
  // After the positions: what the owner before wrote until it stored them has to lie below the ends.
  const ranges = await Promise.all(topics.map((topic) => admin.ranges(topic)));
  const wanted = byPartition<KnownPosition>([...committed.map(fromCommit), ...named]);
  const metadataOf = byPartition<CommittedPosition>(committed);
  const rangeOf = byPartition<PartitionRange>(ranges.flat());
  return partitions.map((partition) => {
    const key = partitionKey(partition);
    const range = rangeOf.get(key);
    const beginOffset = Number(range?.beginOffset ?? 0n);
    const endOffset = Number(range?.endOffset ?? 0n);
    const fromBeginning = options.startFrom === 'beginning';
    const asked = wanted.get(key);
    const { position, lost, runs } = startOf(
      asked ?? { offset: BigInt(fromBeginning ? beginOffset : endOffset) },
      beginOffset,
    );
    assertWithinLog(partition, position, endOffset);
    const needsCommit = asked === undefined && !fromBeginning;
    return {
      ...partition,
      position,
      lost,
      runs,
      metadata: metadataOf.get(key)?.metadata,
      endOffset,
      needsCommit,
      topicId: asked?.topicId,
    };
  });
}

function fromCommit({ topic, partition, offset, metadata }: CommittedPosition): KnownPosition {
  return { topic, partition, offset, doneAbove: decodeCommitMetadata(Number(offset), metadata).runs };
}

/** A position the log begins above of moves to its first offset that is not done; nobody has lost what was never begun. */
function startOf({ offset, doneAbove: runs = [] }: Omit<KnownPosition, keyof TopicPartition>, beginOffset: number) {
  const watermark = Number(offset);
  const position = startOfUndone(watermark, runs, beginOffset);
  const lost = watermark === 0 ? [] : undoneWithin({ watermark, runs }, beginOffset);
  return { position, lost, runs: runs.filter(([first]) => first > position) };
}

/** @throws SpillwayError `SPW-5010` when the log ends before the position */
export function assertWithinLog({ topic, partition }: TopicPartition, position: number, endOffset: number): void {
  if (position <= endOffset) return;
  const detail = `The group has done ${topic}/${partition} up to ${position}, but the log ends at ${endOffset}`;
  throw new SpillwayError('SPW-5010', detail, { context: { topic, partition, position, endOffset } });
}
