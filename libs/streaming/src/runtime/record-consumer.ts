import { isSpillwayError } from '@spillway/events';
import type { CommittedPosition, RecordSource, RecordSourceListener } from '../ports/record-source.js';
import type { PartitionBatch, RecordPosition, TopicPartition } from '../ports/record.js';
import { describeError } from '../telemetry/describe-error.js';
import { AssignedPartition } from './assigned-partition.js';
import { Assignment } from './assignment.js';
import { backOffMs } from './back-off.js';
import { buildRound } from './build-round.js';
import { defaultConsumerLimits, type ConsumerLimits } from './consumer-limits.js';
import type { ConsumerStatus } from './consumer-status.js';
import { assertWithinLog, findStartPositions, type StartPosition } from './find-start-positions.js';
import { isRoundFull } from './is-round-full.js';
import type { RecordConsumerOptions } from './record-consumer-options.js';
import { repeatEvery } from './repeat-every.js';
import { reportGap } from './report-gap.js';
import { RoundRunner, type RoundPart } from './round-runner.js';
import { initialRunStatus, nextRunStatus, shownRunState, type RunEvent } from './run-state.js';
import { settlesWithin } from './settles-within.js';

const rejoinBackOff = { initialMs: 500, maxMs: 30_000 };
/** A round that was told to end gets this long to do so before the stop goes on without it. */
const giveBackGraceMs = 1_000;
const leaveTimeoutMs = 10_000;
const logReplacedAttempts = 3;

/**
 * One member of a consumer group: fetches into bounded queues, gives rounds to a processor, commits what is done.
 *
 * Promised: records of a partition are processed in log order; an offset is committed only when everything below it is
 * done; after a partition was taken away nothing is committed for it; a rejected round stops this consumer alone
 * (`suspended`, tried again with back-off) and nothing of it is committed. After a crash or a rebalance at most what was
 * not yet committed is processed again.
 */
export class RecordConsumer {
  /** Resolves with the reason when it was refused after its start: it does not work again by itself. */
  readonly failed: Promise<unknown>;
  readonly #options: RecordConsumerOptions;
  readonly #limits: ConsumerLimits;
  readonly #assignment = new Assignment();
  readonly #rounds: RoundRunner;
  readonly #ended = new AbortController();
  #status = initialRunStatus;
  #source: RecordSource | undefined;
  #refusal: unknown;
  #working: Promise<unknown> = Promise.resolve();
  #stopping: Promise<void> | undefined;
  #started = false;
  #rejoining = false;
  #assignments = 0;
  #lastProgressMs: number;
  #wake: () => void = () => {};
  #fail: (reason: unknown) => void = () => {};

  constructor(options: RecordConsumerOptions) {
    this.failed = new Promise((resolve) => (this.#fail = resolve));
    this.#options = options;
    this.#limits = { ...defaultConsumerLimits, ...options.limits };
    this.#lastProgressMs = options.clock.nowMs();
    this.#rounds = new RoundRunner({
      process: options.process,
      clock: options.clock,
      isCurrent: (assigned) => this.#assignment.holds(assigned),
      onDone: (parts, durationMs) => this.#roundDone(parts, durationMs),
      onRejected: (error, retryInMs) => this.#roundRejected(error, retryInMs),
    });
  }

  /**
   * Joins the group. Resolves when partitions were assigned; rejects when it cannot join or `onAssigned` refused.
   * Later troubles do not reject anything: see `status()`.
   */
  async start(): Promise<void> {
    this.#transition({ type: 'joining' });
    try {
      await this.#join();
    } catch (error) {
      this.#refusal ??= error;
    }
    if (this.#refusal !== undefined) {
      this.#transition({ type: 'failed', reason: describeError(this.#refusal) });
      await this.#leave();
      throw this.#refusal;
    }
    if (this.#stopping !== undefined) return;
    this.#started = true;
    this.#working = this.#workUntilStopped();
    const { signal } = this.#ended;
    const { clock, logger, groupId } = this.#options;
    const onError = (error: unknown): void =>
      logger.warn({ groupId, error: describeError(error) }, 'Upkeep of the group failed; it is tried again');
    void repeatEvery(this.#limits.commitIntervalMs, () => this.#commitDone(), { clock, signal, onError });
    void repeatEvery(this.#limits.lagIntervalMs, () => this.#measureLag(), { clock, signal, onError });
  }

  /** Stops taking, lets the running round finish within the grace (or gives it back), commits, leaves. Idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= this.#drain();
    return this.#stopping;
  }

  status(): ConsumerStatus {
    return {
      ...shownRunState(this.#status),
      partitions: this.#assignment.all.map((assigned) => assigned.status()),
      lastProgressMs: this.#lastProgressMs,
    };
  }

  async #join(): Promise<void> {
    const { groupId, topics, startFrom, transport } = this.#options;
    const source = transport.source({ groupId, topics, startFrom });
    this.#source = source;
    await source.start(this.#listenerOf(source));
  }

  /** Events of a source that was given up are not ours any more; while draining only losses still count. */
  #listenerOf(source: RecordSource): RecordSourceListener {
    const isCurrent = (): boolean => source === this.#source;
    const isTaking = (): boolean => isCurrent() && this.#stopping === undefined;
    return {
      onAssigned: async (partitions) => (isTaking() ? this.#assigned(partitions) : []),
      onRevoking: async (partitions) => (isCurrent() ? this.#revoking(source, partitions) : undefined),
      onBatch: (batch) => (isTaking() ? this.#take(source, batch) : undefined),
      onError: (error, fatal) => (isTaking() ? this.#sourceFailed(error, fatal) : undefined),
      onRecovered: () => (isTaking() ? this.#transition({ type: 'batch-arrived' }) : undefined),
    };
  }

  async #assigned(partitions: readonly TopicPartition[]): Promise<readonly RecordPosition[]> {
    const assignment = ++this.#assignments;
    for (let attempt = 1; assignment === this.#assignments && !this.#ended.signal.aborted; attempt++) {
      try {
        await this.#options.onAssigned?.(partitions);
        const starts = await findStartPositions(this.#options, partitions);
        return assignment === this.#assignments ? this.#begin(starts) : [];
      } catch (error) {
        if (isRefusal(error, attempt)) return this.#refuse(error);
        await this.#assignmentRejected(error, attempt);
      }
    }
    return [];
  }

  #begin(starts: readonly StartPosition[]): readonly RecordPosition[] {
    for (const start of starts) {
      for (const [first, end] of start.lost) this.#reportGap(start, first, end);
      this.#assignment.add(new AssignedPartition(start, start));
    }
    this.#transition({ type: 'assigned' });
    return this.#assignment.all.map((assigned) => ({
      topic: assigned.topic,
      partition: assigned.partition,
      offset: BigInt(assigned.fetchPosition),
    }));
  }

  #refuse(error: unknown): readonly RecordPosition[] {
    this.#refusal = error;
    this.#options.logger.error({ groupId: this.#options.groupId, error: describeError(error) }, 'The group is refused');
    this.#transition({ type: 'failed', reason: describeError(error) });
    this.#assignment.remove(this.#assignment.all);
    this.#rounds.interrupt();
    void this.#leave();
    if (this.#started) this.#fail(error);
    return [];
  }

  async #assignmentRejected(error: unknown, attempt: number): Promise<void> {
    const { clock, logger, groupId } = this.#options;
    const reason = describeError(error);
    const retryInMs = backOffMs(attempt, rejoinBackOff);
    logger.warn({ groupId, error: reason, retryInMs }, 'Start positions are not known yet');
    this.#transition({ type: 'assignment-rejected', reason });
    await clock.sleep(retryInMs, this.#ended.signal);
  }

  async #revoking(source: RecordSource, partitions: readonly TopicPartition[]): Promise<void> {
    this.#assignments++;
    const positions = this.#assignment.remove(partitions);
    this.#rounds.interrupt();
    this.#transition({ type: 'joining' });
    await this.#commit(source, positions);
  }

  #take(source: RecordSource, batch: PartitionBatch): void {
    const assigned = this.#assignment.get(batch);
    if (assigned === undefined) return;
    if (!assigned.accept(batch)) {
      void this.#realign(source, assigned);
      return;
    }
    this.#transition({ type: 'batch-arrived' });
    if (assigned.queue.sizeBytes >= this.#shareBytes() && !assigned.isPaused) {
      assigned.isPaused = true;
      source.pause(assigned);
    }
    this.#wake();
  }

  /** A batch that does not follow the last one: fetch again from where we are, or from where the log begins now. */
  async #realign(source: RecordSource, assigned: AssignedPartition): Promise<void> {
    if (assigned.isRealigning) return;
    assigned.isRealigning = true;
    // Until it succeeds: the source has moved on, and what it skipped may be all there is for hours.
    for (let attempt = 1; this.#assignment.holds(assigned) && this.#stopping === undefined; attempt++) {
      try {
        await this.#seekWithinLog(source, assigned);
        break;
      } catch (error) {
        if (isRefusal(error, attempt)) {
          this.#refuse(error);
          break;
        }
        this.#sourceFailed(error, false);
        await this.#options.clock.sleep(backOffMs(attempt, rejoinBackOff), this.#ended.signal);
      }
    }
    assigned.isRealigning = false;
  }

  async #seekWithinLog(source: RecordSource, assigned: AssignedPartition): Promise<void> {
    const { topic, partition } = assigned;
    const range = (await this.#options.transport.admin().ranges(topic)).find((each) => each.partition === partition);
    const begin = Number(range?.beginOffset ?? 0n);
    if (!this.#assignment.holds(assigned)) return;
    assertWithinLog(assigned, assigned.fetchPosition, Number(range?.endOffset ?? 0n));
    if (begin > assigned.fetchPosition) this.#reportGap(assigned, assigned.fetchPosition, begin);
    assigned.skipTo(begin);
    source.seek({ topic, partition, offset: BigInt(assigned.fetchPosition) });
  }

  #reportGap(partition: TopicPartition, firstOffset: number, beginOffset: number): void {
    reportGap({ ...partition, firstOffset, beginOffset }, this.#options);
  }

  #sourceFailed(error: unknown, fatal: boolean): void {
    const reason = describeError(error);
    this.#options.logger.warn({ groupId: this.#options.groupId, error: reason, fatal }, 'The source has a problem');
    this.#transition({ type: 'source-lost', reason });
    if (fatal && this.#started && !this.#rejoining) void this.#rejoin();
  }

  /** Gives the source up and joins with a new one, as often as it takes. */
  async #rejoin(): Promise<void> {
    this.#rejoining = true;
    const { clock, groupId, logger } = this.#options;
    for (let attempt = 1; this.#stopping === undefined; attempt++) {
      this.#assignments++;
      this.#assignment.remove(this.#assignment.all);
      this.#rounds.interrupt();
      await this.#leave();
      await clock.sleep(backOffMs(attempt, rejoinBackOff), this.#ended.signal);
      if (this.#stopping !== undefined || this.#status.phase === 'failed') break;
      try {
        await this.#join();
        break;
      } catch (error) {
        logger.warn({ groupId, error: describeError(error) }, 'Joining the group again failed');
      }
    }
    this.#rejoining = false;
  }

  async #workUntilStopped(): Promise<void> {
    for (let turn = 0; this.#stopping === undefined; turn++) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      if (this.#assignment.all.every((assigned) => assigned.queue.isEmpty)) {
        await woken;
        continue;
      }
      await this.#linger();
      await this.#rounds.run(this.#nextRound(turn));
    }
  }

  /** Waits for a fuller round, until it is full or the time is over. */
  async #linger(): Promise<void> {
    const { lingerMs } = this.#limits;
    const isFull = (): boolean => isRoundFull(this.#assignment.all, this.#limits);
    if (lingerMs === 0 || isFull()) return;
    const timer = new AbortController();
    this.#wake = () => {
      if (isFull() || this.#stopping !== undefined) timer.abort();
    };
    await this.#options.clock.sleep(lingerMs, timer.signal);
  }

  #nextRound(turn: number): RoundPart[] {
    const queues = this.#assignment.all.map((assigned) => assigned.queue);
    const parts = buildRound(queues, this.#limits, turn).map((batch) => ({
      assigned: this.#assignment.get(batch)!,
      batch,
    }));
    for (const { assigned } of parts) {
      if (!assigned.isPaused || assigned.queue.sizeBytes >= this.#shareBytes() / 2) continue;
      assigned.isPaused = false;
      this.#source?.resume(assigned);
    }
    return parts;
  }

  #shareBytes(): number {
    return this.#limits.maxQueuedBytes / Math.max(1, this.#assignment.size);
  }

  #roundDone(parts: readonly RoundPart[], durationMs: number): void {
    const { clock, groupId, metrics } = this.#options;
    for (const { assigned, batch } of parts) {
      assigned.markDone(batch);
      metrics.increment('messaging_client_consumed_messages_total', batch.records.length, {
        messaging_consumer_group_name: groupId,
        messaging_destination_name: batch.topic,
      });
    }
    this.#lastProgressMs = clock.nowMs();
    metrics.observe('messaging_process_duration_seconds', durationMs / 1_000, {
      messaging_consumer_group_name: groupId,
    });
    metrics.set('spillway_consumer_last_progress_timestamp_seconds', this.#lastProgressMs / 1_000, { group: groupId });
    this.#transition({ type: 'round-done' });
  }

  #roundRejected(error: unknown, retryInMs: number): void {
    const reason = describeError(error);
    this.#options.logger.warn(
      { groupId: this.#options.groupId, error: reason, retryInMs },
      'The group is suspended; nothing is committed until the round succeeds',
    );
    this.#transition({ type: 'round-rejected', reason });
  }

  async #commitDone(): Promise<void> {
    const positions = this.#assignment.all.flatMap((assigned) => assigned.uncommitted() ?? []);
    if (this.#source !== undefined) await this.#commit(this.#source, positions);
  }

  /** A commit that fails costs repeats, never records: it is made again at the next turn. */
  async #commit(source: RecordSource, positions: readonly CommittedPosition[]): Promise<void> {
    if (positions.length === 0) return;
    try {
      await source.commit(positions);
      for (const position of positions) this.#assignment.get(position)?.wasCommitted(position);
    } catch (error) {
      const { groupId, logger } = this.#options;
      logger.warn({ groupId, error: describeError(error) }, 'A commit failed; it is tried again');
    }
  }

  async #measureLag(): Promise<void> {
    const { groupId, metrics, topics, transport } = this.#options;
    const ranges = await Promise.all(topics.map((topic) => transport.admin().ranges(topic)));
    for (const range of ranges.flat()) this.#assignment.get(range)?.sawEnd(Number(range.endOffset));
    for (const { topic, partition, lag } of this.status().partitions) {
      metrics.set('spillway_consumer_lag_records', lag, { group: groupId, topic, partition: String(partition) });
    }
  }

  async #drain(): Promise<void> {
    const { clock } = this.#options;
    this.#transition({ type: 'stopping' });
    this.#rounds.stopAfterAttempt();
    this.#wake();
    if (!(await settlesWithin(this.#working, this.#limits.stopGraceMs, clock))) {
      this.#rounds.giveBack();
      await settlesWithin(this.#working, giveBackGraceMs, clock);
    }
    await this.#commitDone();
    this.#assignment.remove(this.#assignment.all);
    this.#ended.abort();
    await this.#leave();
    this.#transition({ type: 'stopped' });
  }

  async #leave(): Promise<void> {
    const source = this.#source;
    if (source === undefined) return;
    const leaving = source.stop().catch((error: unknown) => {
      const { groupId, logger } = this.#options;
      logger.warn({ groupId, error: describeError(error) }, 'Leaving the group failed');
    });
    await settlesWithin(leaving, leaveTimeoutMs, this.#options.clock);
  }

  #transition(event: RunEvent): void {
    const before = shownRunState(this.#status).state;
    this.#status = nextRunStatus(this.#status, event);
    const { state, reason } = shownRunState(this.#status);
    if (state !== before) {
      this.#options.logger.info({ groupId: this.#options.groupId, state, reason }, `The group is ${state}`);
    }
  }
}

/** A log that is too short gets a few tries: right after a broker's change the new leader may not show all of it yet. */
function isRefusal(error: unknown, attempt: number): boolean {
  if (isSpillwayError(error, 'SPW-5010')) return attempt >= logReplacedAttempts;
  return isSpillwayError(error) && !error.retryable;
}
