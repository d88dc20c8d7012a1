import {
  partitionKey,
  type PartitionBatch,
  type PartitionCoverage,
  type RoundBatch,
  type TopicPartition,
} from '@spillway/streaming';
import type { ResumePosition } from './find-resume-positions.js';

/** How far this process has stored a partition without a gap. */
export interface StoredPosition extends TopicPartition {
  /** The life of the topic it counts in. */
  readonly topicId: string;
  /** Everything below that the log still had is stored. */
  readonly nextOffset: bigint;
  /** Record time of the last such record; null when there was none. */
  readonly timeMs: number | null;
}

type LivingPartition = Pick<RoundBatch, 'topic' | 'partition' | 'topicId'>;

interface TakenBatch {
  readonly baseOffset: number;
  readonly nextOffset: number;
  /** Record time of the last record in it. */
  readonly timeMs: number | null;
  isStored: boolean;
}

interface Progress {
  position: StoredPosition;
  /** Not stored yet, or behind one that is not, in log order: rounds in flight may end in any order. */
  readonly taken: TakenBatch[];
}

/**
 * Where the intake stands, from memory: it begins where the store has no gap and goes on over what was taken, in the
 * order of the log, while that is stored. What the log lost is not taken, and stepped over with what lies behind it.
 */
export class IntakeProgress {
  readonly #partitions = new Map<string, Progress>();

  /** Partitions were assigned and begin at these positions. */
  began(starts: readonly ResumePosition[], coverage: readonly PartitionCoverage[]): void {
    const timeOf = new Map(coverage.map((partition) => [partitionKey(partition), partition.completeUpTo.timeMs]));
    for (const { topic, topicId, partition, offset } of starts) {
      const timeMs = timeOf.get(partitionKey({ topic, partition })) ?? null;
      const position = { topic, topicId, partition, nextOffset: offset, timeMs };
      this.#partitions.set(partitionKey(position), { position, taken: [] });
    }
  }

  /** A round is about to be stored; it may be tried again. */
  taken(round: readonly RoundBatch[]): void {
    for (const batch of round) {
      const progress = this.#of(batch);
      if (progress !== undefined && entryOf(progress, batch) === undefined) progress.taken.push(takenBatch(batch));
    }
  }

  /** A round has been acknowledged by the store. */
  stored(round: readonly RoundBatch[]): void {
    for (const batch of round) {
      const progress = this.#of(batch);
      if (progress === undefined) continue;
      const entry = entryOf(progress, batch);
      if (entry !== undefined) entry.isStored = true;
      // Of an assignment before: it counts where it leaves nothing out.
      else if (BigInt(batch.baseOffset) <= progress.position.nextOffset) pass(progress, takenBatch(batch));
      advance(progress);
    }
  }

  /** Undefined for a partition that was never this process's in that life of its topic. */
  of(partition: LivingPartition): StoredPosition | undefined {
    return this.#of(partition)?.position;
  }

  #of(partition: LivingPartition): Progress | undefined {
    const progress = this.#partitions.get(partitionKey(partition));
    return progress?.position.topicId === partition.topicId ? progress : undefined;
  }
}

function takenBatch({ baseOffset, nextOffset, records }: PartitionBatch): TakenBatch {
  return { baseOffset, nextOffset, timeMs: records.at(-1)?.timestampMs ?? null, isStored: false };
}

function entryOf({ taken }: Progress, { baseOffset, nextOffset }: PartitionBatch): TakenBatch | undefined {
  return taken.find((entry) => entry.baseOffset === baseOffset && entry.nextOffset === nextOffset);
}

function advance(progress: Progress): void {
  const { taken } = progress;
  while (taken[0]?.isStored === true) pass(progress, taken.shift()!);
}

function pass(progress: Progress, { nextOffset, timeMs }: TakenBatch): void {
  const { position } = progress;
  if (BigInt(nextOffset) <= position.nextOffset) return;
  progress.position = { ...position, nextOffset: BigInt(nextOffset), timeMs: timeMs ?? position.timeMs };
}
