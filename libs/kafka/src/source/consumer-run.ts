import type { Clock, CommittedPosition, RecordPosition, TopicPartition } from '@spillway/streaming';
import type { Consumer, ConsumerCrashEvent, EachBatchPayload } from 'kafkajs';
import { SessionDeadline } from './session-deadline.js';

export interface FetchedHole extends TopicPartition {
  /** Of the first record in it; what was asked for may lie before. */
  readonly firstOffset: number;
  readonly nextOffset: number;
  readonly highWatermark: number;
}

/** What happens in one consumer's life. None may throw: it would reach the client, which then stops for good. */
export interface ConsumerRunEvents {
  /** Synchronous in the join: nothing is fetched before it returns. */
  joined(assigned: Readonly<Record<string, readonly number[]>>): void;
  /** Synchronous before the client joins again, perhaps twice: a commit sent in the first is the last in time. */
  rebalancing(): void;
  batch(payload: EachBatchPayload): void;
  /** A fetch from one broker was answered; its wait for records counts. */
  polled(durationMs: number): void;
  /** No heartbeat was answered for a while; the client goes on trying. */
  lost(silentMs: number): void;
  /** A heartbeat was answered again. */
  recovered(): void;
  /** A fetch gave only records that are no records for us: control records, compacted offsets. */
  hole(hole: FetchedHole): void;
}

export interface ConsumerRunOptions {
  /** The signal fires when the life is over. */
  readonly createConsumer: (signal: AbortSignal) => Consumer;
  readonly topics: readonly string[];
  readonly fromBeginning: boolean;
  readonly events: ConsumerRunEvents;
  readonly clock: Clock;
  /** Without a heartbeat for so long the broker gives our partitions to others. */
  readonly sessionTimeoutMs: number;
  /** Without a fetch, heartbeat or join for so long the client is taken for dead. */
  readonly silenceMs: number;
  /** Without an answered heartbeat for so long, between joining and rebalancing, the brokers count as lost. */
  readonly lossMs: number;
  readonly commitTimeoutMs: number;
  readonly disconnectTimeoutMs: number;
}

const watchIntervalMs = 1_000;

/**
 * One kafkajs consumer from connecting to its end. It never restarts by itself (the client's own restart forgets pauses
 * and can fail silently): `run()` tells why it ended, and who owns it makes another.
 */
export class ConsumerRun {
  #lastSignMs = 0;
  /** When a heartbeat was answered last; undefined while none is due. */
  #lastBeatMs: number | undefined;
  #isLost = false;
  readonly #session: SessionDeadline;
  #commitAnswers = 0;
  readonly #over = new AbortController();
  readonly #ended: Promise<unknown>;
  readonly #consumer: Consumer;
  #end!: (reason: unknown) => void;
  #overdueCommit = false;

  constructor(private readonly options: ConsumerRunOptions) {
    this.#consumer = options.createConsumer(this.#over.signal);
    this.#session = new SessionDeadline(options.sessionTimeoutMs);
    this.#ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** Resolves when the consumer has ended, with what ended it; undefined after `stop()`. */
  async run(): Promise<unknown> {
    this.#listen();
    void this.#watch();
    void this.#begin().catch((error: unknown) => this.#end(error));
    const reason = await this.#ended;
    this.#over.abort();
    await this.#disconnect();
    return reason;
  }

  /** Leaves the group and disconnects, within the time-out. `run()` resolves after it. */
  stop(): void {
    this.#end(undefined);
  }

  /** Whether our partitions may be another member's by now, without a word to us. */
  get isSessionOver(): boolean {
    return this.#session.isOver(this.options.clock.steadyMs());
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#call(() => this.#consumer.pause(byTopic(partitions)));
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#call(() => this.#consumer.resume(byTopic(partitions)));
  }

  seek({ topic, partition, offset }: RecordPosition): void {
    this.#call(() => this.#consumer.seek({ topic, partition, offset: String(offset) }));
  }

  /**
   * Sends before it returns. Without brokers the client goes on trying for minutes: after a commit that got no answer in
   * time no other is sent until it has one, so that an old commit never lands after a newer.
   */
  async commit(positions: readonly CommittedPosition[]): Promise<void> {
    if (this.#overdueCommit) throw new Error('An earlier commit is still without an answer');
    const { clock, commitTimeoutMs } = this.options;
    const answered = new AbortController();
    const sent = this.#send(positions).finally(() => {
      this.#overdueCommit = false;
      answered.abort();
    });
    const overdue = clock.sleep(commitTimeoutMs, answered.signal).then(() => {
      if (answered.signal.aborted) return sent;
      this.#overdueCommit = true;
      throw new Error(`No answer within ${commitTimeoutMs} ms`);
    });
    await Promise.race([sent, overdue]);
  }

  /** The client resolves without sending while it shuts down: that is told apart. */
  async #send(positions: readonly CommittedPosition[]): Promise<void> {
    const before = this.#commitAnswers;
    await this.#consumer.commitOffsets(
      positions.map(({ topic, partition, offset, metadata }) => ({
        topic,
        partition,
        offset: String(offset),
        metadata: metadata ?? null,
      })),
    );
    if (this.#commitAnswers === before) throw new Error('The consumer is shutting down and sent nothing');
  }

  /** May outlast the life: the client cannot be told to stop connecting. It then goes no further. */
  async #begin(): Promise<void> {
    const { topics, fromBeginning, events } = this.options;
    const consumer = this.#consumer;
    const { signal } = this.#over;
    await consumer.connect();
    if (!signal.aborted) await consumer.subscribe({ topics: [...topics], fromBeginning });
    if (signal.aborted) return consumer.disconnect();
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        if (!signal.aborted) events.batch(payload);
      },
    });
  }

  #listen(): void {
    const { events } = this.options;
    const consumer = this.#consumer;
    const { GROUP_JOIN, REBALANCING, HEARTBEAT, FETCH, FETCH_START, CRASH, COMMIT_OFFSETS, START_BATCH_PROCESS } =
      consumer.events;
    consumer.on(consumer.events.REQUEST, ({ payload }) => {
      if (payload.apiName !== 'Heartbeat') return;
      // The client tells the time of day, which may have been set back since.
      const { clock } = this.options;
      this.#session.heardOf(clock.steadyMs() - Math.max(0, clock.nowMs() - payload.sentAt));
    });
    const alive = (): void => {
      this.#lastSignMs = this.options.clock.steadyMs();
    };
    alive();
    consumer.on(FETCH_START, alive);
    consumer.on(FETCH, ({ payload }) => events.polled(payload.duration));
    consumer.on(HEARTBEAT, () => {
      alive();
      this.#beat();
    });
    consumer.on(GROUP_JOIN, ({ payload }) => {
      alive();
      this.#session.clear();
      this.#beat();
      if (!this.#over.signal.aborted) events.joined(payload.memberAssignment);
    });
    consumer.on(REBALANCING, () => {
      this.#lastBeatMs = undefined;
      this.#session.clear();
      if (!this.#over.signal.aborted) events.rebalancing();
    });
    consumer.on(COMMIT_OFFSETS, () => {
      this.#commitAnswers++;
    });
    consumer.on(START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0 || this.#over.signal.aborted) return;
      const { topic, partition } = payload;
      const lastOffset = Number(payload.lastOffset);
      // Null where records before the asked offset came along with it and nothing else: the last is then the asked one.
      const firstOffset = Number(payload.firstOffset ?? lastOffset);
      const highWatermark = Number(payload.highWatermark);
      events.hole({ topic, partition, firstOffset, nextOffset: lastOffset + 1, highWatermark });
    });
    consumer.on(CRASH, ({ payload }: ConsumerCrashEvent) => this.#end(payload.error));
  }

  #beat(): void {
    this.#lastBeatMs = this.options.clock.steadyMs();
    this.#session.renew(this.#lastBeatMs);
    if (!this.#isLost) return;
    this.#isLost = false;
    if (!this.#over.signal.aborted) this.options.events.recovered();
  }

  async #watch(): Promise<void> {
    const { clock, silenceMs, lossMs, events } = this.options;
    const { signal } = this.#over;
    while (!signal.aborted) {
      await clock.sleep(watchIntervalMs, signal);
      if (signal.aborted) return;
      const nowMs = clock.steadyMs();
      const unheardMs = nowMs - (this.#lastBeatMs ?? nowMs);
      if (unheardMs > lossMs && !this.#isLost) {
        this.#isLost = true;
        events.lost(Math.round(unheardMs));
      }
      const silentMs = nowMs - this.#lastSignMs;
      if (silentMs > silenceMs)
        this.#end(new Error(`The consumer showed no sign of life for ${Math.round(silentMs)} ms`));
    }
  }

  async #disconnect(): Promise<void> {
    const { clock, disconnectTimeoutMs } = this.options;
    const done = new AbortController();
    const disconnecting = this.#consumer.disconnect().catch(() => undefined);
    await Promise.race([disconnecting, clock.sleep(disconnectTimeoutMs, done.signal)]);
    done.abort();
  }

  /** The client throws when it is between two lives; the next join starts from a clean slate anyway. */
  #call(command: () => void): void {
    if (this.#over.signal.aborted) return;
    try {
      command();
    } catch {
      // Not running: nothing to pause, resume or move.
    }
  }
}

function byTopic(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) topics.set(topic, [...(topics.get(topic) ?? []), partition]);
  return [...topics].map(([topic, numbers]) => ({ topic, partitions: numbers }));
}
