import type { Clock, RecordPosition, TopicPartition } from '@spillway/streaming';
import type { Consumer, ConsumerCrashEvent, EachBatchPayload } from 'kafkajs';

/** What happens in one consumer's life. None may throw: it would reach the client, which then stops for good. */
export interface LifeEvents {
  /** Synchronous in the join: nothing is fetched before it returns. */
  joined(assigned: Readonly<Record<string, readonly number[]>>): void;
  /** Synchronous before the client joins again: a commit sent in here is the last in time. */
  rebalancing(): void;
  batch(payload: EachBatchPayload): void;
  /** A fetch gave only records that are no records for us: control records, compacted offsets. */
  hole(hole: TopicPartition & { readonly nextOffset: number; readonly highWatermark: number }): void;
}

export interface LifeOptions {
  readonly consumer: Consumer;
  readonly topics: readonly string[];
  readonly fromBeginning: boolean;
  readonly events: LifeEvents;
  readonly clock: Clock;
  /** Without a fetch, heartbeat or join for so long the client is taken for dead. */
  readonly silenceMs: number;
  readonly disconnectTimeoutMs: number;
}

/**
 * One kafkajs consumer from connecting to its end. It never restarts by itself (the client's own restart forgets pauses
 * and can fail silently): `run()` tells why it ended, and who owns it makes another.
 */
export class ConsumerLife {
  #lastSignMs = 0;
  #commitAnswers = 0;
  readonly #over = new AbortController();
  readonly #ended: Promise<unknown>;
  #end!: (reason: unknown) => void;

  constructor(private readonly options: LifeOptions) {
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

  pause(partitions: readonly TopicPartition[]): void {
    this.#call(() => this.options.consumer.pause(byTopic(partitions)));
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#call(() => this.options.consumer.resume(byTopic(partitions)));
  }

  seek({ topic, partition, offset }: RecordPosition): void {
    this.#call(() => this.options.consumer.seek({ topic, partition, offset: String(offset) }));
  }

  /** Sends before it returns. The client resolves without sending while it shuts down: that is told apart. */
  async commit(positions: readonly (RecordPosition & { readonly metadata?: string })[]): Promise<void> {
    const before = this.#commitAnswers;
    await this.options.consumer.commitOffsets(
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
    const { consumer, topics, fromBeginning, events } = this.options;
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
    const { consumer, events } = this.options;
    const { GROUP_JOIN, REBALANCING, HEARTBEAT, FETCH_START, CRASH, COMMIT_OFFSETS, START_BATCH_PROCESS } =
      consumer.events;
    const alive = (): void => {
      this.#lastSignMs = this.options.clock.nowMs();
    };
    alive();
    consumer.on(FETCH_START, alive);
    consumer.on(HEARTBEAT, alive);
    consumer.on(GROUP_JOIN, ({ payload }) => {
      alive();
      if (!this.#over.signal.aborted) events.joined(payload.memberAssignment);
    });
    consumer.on(REBALANCING, () => {
      if (!this.#over.signal.aborted) events.rebalancing();
    });
    consumer.on(COMMIT_OFFSETS, () => {
      this.#commitAnswers++;
    });
    consumer.on(START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0 || this.#over.signal.aborted) return;
      const { topic, partition } = payload;
      const nextOffset = Number(payload.lastOffset) + 1;
      events.hole({ topic, partition, nextOffset, highWatermark: Number(payload.highWatermark) });
    });
    consumer.on(CRASH, ({ payload }: ConsumerCrashEvent) => this.#end(payload.error));
  }

  async #watch(): Promise<void> {
    const { clock, silenceMs } = this.options;
    const { signal } = this.#over;
    while (!signal.aborted) {
      await clock.sleep(silenceMs / 4, signal);
      const silentMs = clock.nowMs() - this.#lastSignMs;
      if (silentMs > silenceMs) this.#end(new Error(`The consumer showed no sign of life for ${silentMs} ms`));
    }
  }

  async #disconnect(): Promise<void> {
    const { consumer, clock, disconnectTimeoutMs } = this.options;
    const done = new AbortController();
    const disconnecting = consumer.disconnect().catch(() => undefined);
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
