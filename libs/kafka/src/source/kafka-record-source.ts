import { SpillwayError } from '@spillway/events';
import {
  messagingLabels,
  type Clock,
  type CommitOptions,
  type CommittedPosition,
  type Metrics,
  type RecordPosition,
  type RecordSource,
  type RecordSourceListener,
  type SourceOptions,
  type TopicPartition,
} from '@spillway/streaming';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { kafkaErrorFacts } from '../errors/kafka-error-facts.js';
import { toSpillwayError } from '../errors/to-spillway-error.js';
import { HeaderPicker } from '../records/header-picker.js';
import type { UnreadableBatch } from '../records/unreadable-message.js';
import { Assignment, continues, isStaleHole, type AssignedPartition } from './assignment.js';
import { ConsumerRun, type ConsumerRunEvents } from './consumer-run.js';
import type { FetchPace } from './fetch-pace.js';
import { rebuildDelayMs } from './rebuild-delay.js';
import { splitUnreadable } from './split-unreadable.js';
import { StoppedPartitions } from './stopped-partitions.js';
import { toPartitionBatch, type FetchedBatch } from './to-partition-batch.js';

export interface KafkaRecordSourceOptions extends SourceOptions {
  readonly createConsumer: (signal: AbortSignal) => Consumer;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly startTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly fetchWaitMs: number;
  /** To be told of pauses. */
  readonly pace: FetchPace;
  readonly silenceMs: number;
  readonly lossMs: number;
  readonly commitTimeoutMs: number;
  readonly disconnectTimeoutMs: number;
}

const maxMetadataBytes = 4_096;

/**
 * One group member on kafkajs, which only fetches: batches are handed over at once, nothing is committed by itself, and
 * no error of the owner reaches it. When its consumer ends, another is built, for as long as it takes.
 */
export class KafkaRecordSource implements RecordSource {
  readonly fetchWaitMs: number;
  readonly #stopping = new AbortController();
  #listener: RecordSourceListener | undefined;
  #run: ConsumerRun | undefined;
  #assignment: Assignment | undefined;
  #joinedOnce = false;
  /** Of the fetch that answered last. */
  #lastFetchMs = 0;
  #lastLoss: SpillwayError | undefined;
  #begun: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  #supervision: Promise<void> | undefined;

  readonly #stopped: StoppedPartitions;

  constructor(private readonly options: KafkaRecordSourceOptions) {
    this.fetchWaitMs = options.fetchWaitMs;
    const { signal } = this.#stopping;
    this.#stopped = new StoppedPartitions({ ...options, signal, report: (error) => this.#report(error, false) });
  }

  async start(listener: RecordSourceListener): Promise<void> {
    if (this.#supervision !== undefined) throw new Error('A record source starts once');
    this.#listener = listener;
    const begun = new Promise<void>((resolve, reject) => (this.#begun = { resolve, reject }));
    this.#supervision = this.#supervise();
    const answered = new AbortController();
    try {
      await Promise.race([begun, this.#overdue(begun, answered.signal)]);
    } catch (error) {
      await this.stop();
      throw error;
    } finally {
      answered.abort();
    }
  }

  pause(partition: TopicPartition): void {
    const assigned = this.#assignment?.get(partition);
    if (assigned === undefined || assigned.paused) return;
    assigned.paused = true;
    this.options.pace.paused();
    this.#run?.pause([partition]);
  }

  resume(partition: TopicPartition): void {
    const assigned = this.#assignment?.get(partition);
    if (assigned === undefined || !assigned.paused) return;
    assigned.paused = false;
    if (this.#assignment?.open && !assigned.stopped) this.#run?.resume([partition]);
  }

  narrow(partition: TopicPartition, headers: readonly string[] | undefined): void {
    const assigned = this.#assignment?.get(partition);
    if (assigned !== undefined) assigned.wanted = headers === undefined ? undefined : new HeaderPicker(headers);
  }

  seek(position: RecordPosition): void {
    const assigned = this.#assignment?.get(position);
    if (assigned === undefined) return;
    assigned.position = Number(position.offset);
    assigned.isSought = true;
    this.#run?.seek(position);
    this.#tryAgain(assigned);
  }

  /** Sends before it returns, so that a commit made first thing in `onRevoking` is in time. */
  async commit(positions: readonly CommittedPosition[], { mayLower = false }: CommitOptions = {}): Promise<void> {
    const rising = positions.filter((position) => {
      const { committed = 0n } = this.#checkCommit(position);
      return position.offset >= committed || mayLower;
    });
    if (rising.length === 0) return;
    for (const position of rising) this.#assignment!.get(position)!.committed = position.offset;
    try {
      await this.#run?.commit(rising);
    } catch (error) {
      const { kind, message } = kafkaErrorFacts(error);
      const detail = `Committing ${rising.length} position(s) of ${this.options.groupId} failed: ${message}`;
      throw new SpillwayError('SPW-1106', detail, { cause: error, context: { kind } });
    }
  }

  isSessionOver(): boolean {
    return this.#run?.isSessionOver ?? false;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#assignment = undefined;
    this.#run?.stop();
    await this.#supervision;
  }

  /** The deadline is for joining; how long the owner then takes to name its positions is its own affair. */
  async #overdue(begun: Promise<void>, answered: AbortSignal): Promise<void> {
    const { clock, startTimeoutMs, groupId } = this.options;
    await clock.sleep(startTimeoutMs, answered);
    if (this.#joinedOnce || answered.aborted) return begun;
    throw this.#lastLoss ?? new SpillwayError('SPW-1101', `${groupId} could not be joined within ${startTimeoutMs} ms`);
  }

  async #supervise(): Promise<void> {
    for (let failures = 1; !this.#stopping.signal.aborted; failures++) {
      const run = this.#newRun();
      this.#joinedOnce = false;
      const reason = await run.run();
      if (this.#stopping.signal.aborted) break;
      this.#forgetAssignment();
      if (this.#joinedOnce) failures = 1;
      this.#lost(reason);
      await this.options.clock.sleep(rebuildDelayMs(failures), this.#stopping.signal);
    }
    this.#begun?.reject(new SpillwayError('SPW-5008', `${this.options.groupId} was stopped before it had joined`));
  }

  #newRun(): ConsumerRun {
    this.#run = new ConsumerRun({
      ...this.options,
      fromBeginning: this.options.startFrom === 'beginning',
      events: this.#events,
    });
    return this.#run;
  }

  /** Before the first join a missing topic or refused access is final; later everything is outlived. */
  #lost(reason: unknown): void {
    const { groupId, topics } = this.options;
    const cause = toSpillwayError(reason, `Reading ${topics.join(', ')} as ${groupId}`);
    this.#lastLoss = cause;
    if (this.#begun !== undefined) {
      if (cause.retryable) return;
      this.#begun.reject(cause);
      this.#begun = undefined;
      this.#stopping.abort();
    } else {
      const detail = `${groupId} lost its consumer and gets another: ${cause.message}`;
      this.#tell((listener) => listener.onError(new SpillwayError('SPW-1105', detail, { cause }), false));
    }
  }

  readonly #events: ConsumerRunEvents = {
    joined: (assigned) => {
      this.#joinedOnce = true;
      this.#forgetAssignment();
      const assignment = new Assignment(assigned);
      this.#assignment = assignment;
      this.#run?.pause(assignment.partitions);
      void this.#open(assignment);
    },
    rebalancing: () => {
      const assignment = this.#assignment;
      if (assignment === undefined || assignment.revoked) return;
      void this.#revoke(assignment).finally(() => (assignment.committable = false));
    },
    batch: (payload) => this.#handOver(payload),
    polled: (durationMs) => {
      this.#lastFetchMs = durationMs;
      const labels = messagingLabels({ name: 'poll', group: this.options.groupId });
      this.options.metrics.observe('messaging_client_operation_duration_seconds', durationMs / 1_000, labels);
    },
    lost: (silentMs) => {
      const detail = `${this.options.groupId} had no answer from its brokers for ${silentMs} ms and goes on trying`;
      this.#report(new SpillwayError('SPW-1105', detail), false);
    },
    recovered: () => this.#tell((listener) => listener.onRecovered?.()),
    hole: ({ topic, partition, firstOffset, nextOffset, highWatermark }) => {
      const assigned = this.#assignment?.get({ topic, partition });
      if (assigned === undefined || !this.#assignment?.open) return;
      const baseOffset = assigned.position ?? nextOffset;
      if (nextOffset < baseOffset) return;
      if (isStaleHole(assigned, firstOffset)) {
        // The client goes on behind the hole otherwise.
        this.#run?.seek({ topic, partition, offset: BigInt(baseOffset) });
        return;
      }
      assigned.position = nextOffset;
      assigned.isSought = false;
      this.#stopped.wasRead(assigned);
      const hole = { topic, partition, baseOffset, records: [], nextOffset, highWatermark, sizeBytes: 0 };
      this.#tell((listener) => listener.onBatch(hole));
    },
  };

  /** Runs in the client's event up to the owner's first wait: what it commits until then is on its way before the join. */
  async #revoke(assignment: Assignment): Promise<void> {
    assignment.open = false;
    assignment.revoked = true;
    this.#stopped.clear();
    try {
      await this.#listener?.onRevoking(assignment.partitions);
    } catch (error) {
      this.#report(error, false);
    }
  }

  /** The client can lose its consumer, or join again, without a word before: then it is too late to commit. */
  #forgetAssignment(): void {
    const assignment = this.#assignment;
    this.#assignment = undefined;
    if (assignment !== undefined && !assignment.revoked) void this.#revoke(assignment);
  }

  async #open(assignment: Assignment): Promise<void> {
    const isCurrent = (): boolean => this.#assignment === assignment && !this.#stopping.signal.aborted;
    try {
      const positions = (await this.#listener?.onAssigned(assignment.partitions)) ?? [];
      if (!isCurrent() || assignment.revoked) return;
      for (const position of positions) this.seek(position);
      assignment.open = true;
      this.#run?.resume(assignment.resumable());
    } catch (error) {
      if (isCurrent()) this.#report(error, true);
    }
    this.#begun?.resolve();
    this.#begun = undefined;
  }

  #handOver({ batch, resolveOffset, isStale }: EachBatchPayload): void {
    const assigned = this.#assignment?.get(batch);
    if (assigned === undefined || !this.#assignment?.open || assigned.paused || isStale()) return;
    const fetched = batch as unknown as FetchedBatch;
    if (!continues(assigned, Number(fetched.fetchedOffset))) return;
    const { readable, unreadable } = splitUnreadable(fetched);
    if (readable !== undefined) {
      const handedOver = toPartitionBatch(readable, assigned.wanted);
      assigned.position = handedOver.nextOffset;
      assigned.isSought = false;
      resolveOffset(readable.lastOffset());
      this.#stopped.wasRead(assigned);
      this.#tell((listener) => listener.onBatch({ ...handedOver, fetchMs: this.#lastFetchMs }));
    }
    if (unreadable !== undefined) this.#stopBefore(unreadable, assigned);
  }

  #stopBefore(unreadable: UnreadableBatch, assigned: AssignedPartition): void {
    assigned.stopped = true;
    this.#run?.pause([assigned]);
    this.#stopped.stop(assigned, unreadable, () => this.#tryAgain(assigned));
  }

  #tryAgain(assigned: AssignedPartition): void {
    if (!assigned.stopped || this.#assignment?.get(assigned) !== assigned) return;
    assigned.stopped = false;
    if (this.#assignment.open && !assigned.paused) this.#run?.resume([assigned]);
  }

  #checkCommit(position: CommittedPosition): AssignedPartition {
    const assigned = this.#assignment?.committable === true ? this.#assignment.get(position) : undefined;
    if (assigned === undefined) {
      throw new SpillwayError(
        'SPW-1106',
        `${keyOf(position)} is not assigned to this member of ${this.options.groupId} now`,
      );
    }
    if (Buffer.byteLength(position.metadata ?? '') > maxMetadataBytes) {
      throw new RangeError(`Commit metadata is limited to ${maxMetadataBytes} bytes`);
    }
    return assigned;
  }

  #tell(part: (listener: RecordSourceListener) => void): void {
    if (this.#listener === undefined) return;
    try {
      part(this.#listener);
    } catch (error) {
      this.#report(error, false);
    }
  }

  #report(error: unknown, fatal: boolean): void {
    try {
      this.#listener?.onError(error, fatal);
    } catch {
      // The owner cannot even be told; its own state shows that it stands still.
    }
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
