import { OffsetTracker } from '../offsets/offset-tracker.js';
import type { CommittedPosition } from '../ports/record-source.js';
import type { PartitionBatch, TopicPartition } from '../ports/record.js';
import type { PartitionStatus } from './consumer-status.js';
import type { StartPosition } from './find-start-positions.js';
import { PartitionQueue } from './partition-queue.js';

/**
 * One partition for as long as this member has it without interruption. A partition that comes back is a new object:
 * holding an old one is how late results are told from valid ones.
 */
export class AssignedPartition implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly queue: PartitionQueue;
  readonly #done: OffsetTracker;
  #fetchPosition: number;
  #endOffset: number;
  #committed: number;
  isPaused = false;
  isRealigning = false;

  constructor(
    partition: TopicPartition,
    { position, endOffset, needsCommit }: Pick<StartPosition, 'position' | 'endOffset' | 'needsCommit'>,
  ) {
    this.topic = partition.topic;
    this.partition = partition.partition;
    this.queue = new PartitionQueue(this);
    this.#done = new OffsetTracker({ watermark: position, runs: [] });
    this.#fetchPosition = position;
    this.#committed = needsCommit ? -1 : position;
    this.#endOffset = Math.max(endOffset, position);
  }

  /** Where the next batch has to begin. */
  get fetchPosition(): number {
    return this.#fetchPosition;
  }

  /** Queues a batch that follows the last one; answers false for any other (a stale fetch, or a log that lost records). */
  accept(batch: PartitionBatch): boolean {
    this.sawEnd(batch.highWatermark);
    if (batch.baseOffset !== this.#fetchPosition) return false;
    this.#fetchPosition = batch.nextOffset;
    this.queue.add(batch);
    return true;
  }

  /**
   * Gives up the range below `offset`, which the log no longer holds. What was committed is committed again: a client
   * that resets its position writes that over ours, and a restart would begin there.
   */
  skipTo(offset: number): void {
    this.#committed = -1;
    this.#done.markDone(this.#fetchPosition, offset - 1);
    this.#fetchPosition = Math.max(this.#fetchPosition, offset);
  }

  markDone(batch: PartitionBatch): void {
    this.#done.markDone(batch.baseOffset, batch.nextOffset - 1);
  }

  sawEnd(endOffset: number): void {
    this.#endOffset = Math.max(this.#endOffset, endOffset);
  }

  /** What there is to commit, or undefined when nothing changed since the last commit. */
  uncommitted(): CommittedPosition | undefined {
    const { topic, partition } = this;
    const { watermark } = this.#done;
    return watermark > this.#committed ? { topic, partition, offset: BigInt(watermark) } : undefined;
  }

  wasCommitted(position: CommittedPosition): void {
    this.#committed = Math.max(this.#committed, Number(position.offset));
  }

  status(): PartitionStatus {
    const { topic, partition } = this;
    const doneOffset = this.#done.watermark;
    const endOffset = Math.max(this.#endOffset, doneOffset);
    return {
      topic,
      partition,
      doneOffset: BigInt(doneOffset),
      endOffset: BigInt(endOffset),
      lag: endOffset - doneOffset,
    };
  }
}
