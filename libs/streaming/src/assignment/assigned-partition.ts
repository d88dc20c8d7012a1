import { OffsetTracker } from '../offsets/offset-tracker.js';
import type { CommittedPosition } from '../ports/record-source.js';
import type { PartitionBatch, RecordPosition, TopicPartition } from '../ports/record.js';
import type { DoneOffsets } from '../ports/state-store.js';
import type { PartitionStatus } from './partition-status.js';
import {
  decodeCommitMetadata,
  encodeCommitMetadata,
  type CommitMetadata as CommitFacts,
} from '../offsets/commit-metadata.js';
import type { StartPosition } from './start-position.js';
import type { Incident } from './incident.js';
import { PartitionQueue } from './partition-queue.js';
import { RecordAges } from './record-ages.js';

/** What the work wants stored beside the watermark. */
export type CommitMetadata = (done: Pick<DoneOffsets, 'watermark' | 'runs'>) => string | undefined;

/**
 * One partition for as long as this member has it without interruption. A partition that comes back is a new object:
 * holding an old one is how late results are told from valid ones.
 */
export class AssignedPartition implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly queue: PartitionQueue;
  /** Where this member began. */
  readonly startOffset: number;
  /** Records below may have been given to a handler by a member that had the partition before. */
  readonly repeatsBelow: number;
  /** What was stored beside the position, by whoever had the partition before. */
  readonly storedMetadata: string | undefined;
  /** Which life of the topic this is, where that matters. */
  readonly topicId: string | undefined;
  /** How many partitions the topic had when the group came to it first. */
  readonly firstPartitions: number | undefined;
  readonly #done: OffsetTracker;
  readonly #ages = new RecordAges();
  /** What of it may be committed, where that is not all of it at once. */
  #settled: OffsetTracker | undefined;
  #takenTo: number;
  #fetchPosition: number;
  #endOffset: number;
  #committed: number;
  #committedMetadata: string | undefined;
  /** Its queue is full: fetching rests. */
  isFull = false;
  /** The work wants no more of it for now. */
  isHeld = false;
  isRealigning = false;
  /** Nothing more is taken of it here: its last commit says how far that went. */
  isOver = false;
  /** Why nothing is fetched until an operator says how it goes on. */
  incident: Incident | undefined;
  /** It was so from the start: nothing of it was ever fetched here. */
  readonly stoppedAtStart: boolean;
  /** An operator said how it goes on, and that is stored. */
  isAnswered = false;
  /** Where its log ended when this life of the topic was last known to be there: a name alone does not tell. */
  surelyHeldTo: number;
  /** When it was compared with its log last, ms since the epoch. */
  comparedAtMs = 0;
  /** How often in a row the log was seen to end before what was read of it. */
  shortLogs = 0;
  /** The source stands still here and said why. */
  sourceProblem: string | undefined;
  /** All runs of done offsets fitted into the last commit. */
  fitsMetadata = true;
  metadata: CommitMetadata;

  constructor(
    partition: TopicPartition,
    start: Pick<StartPosition, 'position' | 'endOffset' | 'needsCommit'> & Partial<StartPosition>,
  ) {
    const { position, endOffset, needsCommit, runs = [], metadata } = start;
    this.topic = partition.topic;
    this.partition = partition.partition;
    this.queue = new PartitionQueue(this);
    this.#done = new OffsetTracker({ watermark: position, runs });
    this.#fetchPosition = this.#done.watermark;
    this.#committed = needsCommit ? -1 : position;
    this.#endOffset = Math.max(endOffset, position);
    this.startOffset = position;
    this.surelyHeldTo = endOffset;
    this.repeatsBelow = start.repeatsBelow ?? 0;
    this.#takenTo = this.repeatsBelow;
    this.storedMetadata = metadata;
    this.topicId = start.topicId;
    this.firstPartitions = start.firstPartitions;
    this.incident = start.incident;
    this.stoppedAtStart = start.incident !== undefined;
    this.metadata = this.#firstMetadata();
    // What stands still has nothing new to say of itself.
    if (start.incident !== undefined && !needsCommit) this.#committedMetadata = metadata;
  }

  #firstMetadata(): CommitMetadata {
    if (this.incident !== undefined) return () => this.storedMetadata;
    if (this.topicId === undefined) return () => undefined;
    // What the owner before has put up stays until the new one puts up its own.
    const { epoch, fences } = decodeCommitMetadata(this.startOffset, this.storedMetadata);
    return (done) => this.describe(done, { epoch, fences });
  }

  /** What a commit says besides its offset; notes whether all of it fitted. */
  describe(
    { watermark, runs }: Pick<DoneOffsets, 'watermark' | 'runs'>,
    owner: Pick<CommitFacts, 'epoch' | 'fences'>,
  ): string {
    const { topicId, firstPartitions } = this;
    const takenTo = this.isOver ? this.#takenTo : undefined;
    const { text, fits } = encodeCommitMetadata(watermark, { topicId, firstPartitions, takenTo, ...owner, runs });
    this.fitsMetadata = fits;
    return text;
  }

  get nextPosition(): RecordPosition {
    const { topic, partition, fetchPosition } = this;
    return { topic, partition, offset: BigInt(fetchPosition) };
  }

  /** Where the next batch has to begin. */
  get fetchPosition(): number {
    return this.#fetchPosition;
  }

  /** End of the log as last seen. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** Runs of done offsets above the watermark. */
  get runs(): DoneOffsets['runs'] {
    return this.#done.runs;
  }

  get watermark(): number {
    return this.#done.watermark;
  }

  /** How many runs of done offsets lie above the watermark. */
  get runCount(): number {
    return this.#done.runs.length;
  }

  isDone(offset: number): boolean {
    return this.#done.isDone(offset);
  }

  /** Queues a batch that follows the last one; answers false for any other (a stale fetch, or a log that lost records). */
  accept(batch: PartitionBatch): boolean {
    this.sawEnd(batch.highWatermark);
    if (batch.baseOffset !== this.#fetchPosition) return false;
    this.#fetchPosition = batch.nextOffset;
    this.sourceProblem = undefined;
    this.#ages.add(batch);
    this.queue.add(batch);
    return true;
  }

  /**
   * Gives up the range below `offset`, which the log no longer holds. What was committed is committed again: a client
   * that resets its position writes that over ours, and a restart would begin there.
   */
  skipTo(offset: number): void {
    this.forgetCommit();
    for (const done of [this.#done, this.#settled]) done?.markDone(this.#fetchPosition, offset - 1);
    this.#fetchPosition = Math.max(this.#fetchPosition, offset);
  }

  /** What was committed is committed again: somebody may have written over it. */
  forgetCommit(): void {
    this.#committed = -1;
  }

  /** What the group's commit has to say here. */
  get committed(): { readonly offset: bigint; readonly metadata: string | undefined } {
    const done = this.#committable;
    return { offset: BigInt(done.watermark), metadata: this.metadata(done) };
  }

  /** Reads on from `offset`: what is queued is dropped and fetched again. */
  rewindTo(offset: number): void {
    this.queue.clear();
    this.#ages.cut(offset);
    this.#fetchPosition = offset;
  }

  /** The record is on its way to a handler. */
  took(offset: number): void {
    if (offset >= this.#takenTo) this.#takenTo = offset + 1;
  }

  /** Marks `first` to `last` (inclusive) as done. */
  markDone(first: number, last: number): void {
    this.#done.markDone(first, last);
  }

  /** What is done from now on is committed only when it is settled. */
  holdBack(): void {
    this.#settled ??= new OffsetTracker(this.#done);
  }

  /** Everything done by now. */
  get done(): DoneOffsets {
    return this.#done.snapshot(this);
  }

  /** What was done then may be committed. */
  settle({ watermark, runs }: DoneOffsets): void {
    this.#settled?.markDone(0, watermark - 1);
    for (const [first, last] of runs) this.#settled?.markDone(first, last);
  }

  get #committable(): OffsetTracker {
    return this.#settled ?? this.#done;
  }

  sawEnd(endOffset: number): void {
    this.#endOffset = Math.max(this.#endOffset, endOffset);
  }

  /** What there is to commit, or undefined when nothing changed since the last commit. */
  uncommitted(): CommittedPosition | undefined {
    if (this.isAnswered) return undefined;
    const done = this.#committable;
    const { watermark } = done;
    const metadata = this.metadata(done);
    if (watermark <= this.#committed && metadata === this.#committedMetadata) return undefined;
    const { topic, partition } = this;
    return { topic, partition, offset: BigInt(watermark), ...(metadata === undefined ? {} : { metadata }) };
  }

  wasCommitted({ offset, metadata }: CommittedPosition): void {
    this.#committed = Math.max(this.#committed, Number(offset));
    this.#committedMetadata = metadata;
  }

  /** When the first record that is not done was written, ms since the epoch; undefined when it is not fetched yet. */
  oldestUndoneMs(): number | undefined {
    const writtenMs = this.#ages.oldestMs(this.watermark);
    return this.watermark < this.#fetchPosition ? writtenMs : undefined;
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
