import { isSpillwayError, SpillwayError } from '@spillway/events';
import type { Clock, RecordPosition, TopicPartition } from '@spillway/streaming';
import type { Message } from 'kafkajs';
import { isRefusedForItsBytes } from '../errors/write-outcome.js';
import type { SendBatch } from './batch-sender.js';

export interface LaneLimits {
  readonly lingerMs: number;
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
  /** A record not yet sent after this time is refused. */
  readonly deliveryTimeoutMs: number;
  /** Pause between attempts to connect. */
  readonly retryDelayMs: number;
}

export interface LaneRecord {
  readonly message: Message;
  readonly sizeBytes: number;
  readonly acceptedAtMs: number;
  settle(outcome: RecordPosition | SpillwayError): void;
}

/** Not written, unknown, too large: the records have their answer. */
const settling = new Set(['SPW-1110', 'SPW-1111', 'SPW-1112']);

/**
 * The single-file path of one partition: records wait a moment for company, then go in batches, one send at a time, in
 * the order they came. Nothing is re-sent after an unknown outcome: who called decides.
 */
export class Lane {
  readonly #queue: LaneRecord[] = [];
  #queuedBytes = 0;
  #running = false;
  #hurry = new AbortController();
  /** So many records go one by one: a batch with them was refused for the bytes of one of them. */
  #alone = 0;
  #lastFailure: unknown;

  constructor(
    private readonly at: TopicPartition,
    private readonly send: SendBatch,
    private readonly limits: LaneLimits,
    private readonly clock: Clock,
  ) {}

  add(record: LaneRecord): void {
    this.#queue.push(record);
    this.#queuedBytes += record.sizeBytes;
    if (!this.#running) {
      this.#running = true;
      void this.#run();
    } else if (this.#isFull()) {
      this.#hurry.abort();
    }
  }

  /** Refuses what waited too long; called from outside because a send may take longer than the deadline. */
  expire(): void {
    const oldestMs = this.clock.nowMs() - this.limits.deliveryTimeoutMs;
    while (this.#queue[0] !== undefined && this.#queue[0].acceptedAtMs <= oldestMs) {
      this.#shift().settle(this.#expired());
    }
  }

  async #run(): Promise<void> {
    if (this.limits.lingerMs > 0 && !this.#isFull()) await this.clock.sleep(this.limits.lingerMs, this.#hurry.signal);
    else await Promise.resolve();
    this.#hurry = new AbortController();
    while (this.#queue.length > 0) await this.#sendNext(this.#take());
    this.#running = false;
  }

  async #sendNext(batch: readonly LaneRecord[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      const messages = batch.map(({ message }) => message);
      const base = await this.send(this.at.topic, this.at.partition, messages);
      batch.forEach((record, index) => record.settle(this.#position(base + BigInt(index))));
    } catch (error) {
      await this.#failed(batch, error);
    }
  }

  async #failed(batch: readonly LaneRecord[], error: unknown): Promise<void> {
    const outcome = isSpillwayError(error) ? error : new SpillwayError('SPW-1111', String(error), { cause: error });
    if (batch.length > 1 && isRefusedForItsBytes(outcome.cause)) {
      this.#alone = batch.length;
      this.#putBack(batch);
    } else if (settling.has(outcome.code)) {
      for (const record of batch) record.settle(outcome);
    } else {
      // No producer could be connected: nothing was asked, so the records wait for the brokers until their deadline.
      this.#lastFailure = outcome;
      this.#putBack(batch);
      await this.clock.sleep(this.limits.retryDelayMs);
    }
  }

  #take(): LaneRecord[] {
    this.expire();
    const batch: LaneRecord[] = [];
    const most = this.#alone > 0 ? 1 : this.limits.maxBatchRecords;
    let bytes = 0;
    while (batch.length < most && this.#queue[0] !== undefined) {
      bytes += this.#queue[0].sizeBytes;
      if (batch.length > 0 && bytes > this.limits.maxBatchBytes) break;
      batch.push(this.#shift());
    }
    if (this.#alone > 0) this.#alone--;
    return batch;
  }

  #shift(): LaneRecord {
    const record = this.#queue.shift() as LaneRecord;
    this.#queuedBytes -= record.sizeBytes;
    return record;
  }

  #putBack(batch: readonly LaneRecord[]): void {
    this.#queue.unshift(...batch);
    for (const record of batch) this.#queuedBytes += record.sizeBytes;
  }

  #isFull(): boolean {
    return this.#queue.length >= this.limits.maxBatchRecords || this.#queuedBytes >= this.limits.maxBatchBytes;
  }

  #position(offset: bigint): RecordPosition {
    return { ...this.at, offset };
  }

  #expired(): SpillwayError {
    const { deliveryTimeoutMs } = this.limits;
    const why = this.#lastFailure instanceof Error ? `: ${this.#lastFailure.message}` : '';
    const detail = `A record for ${this.at.topic}[${this.at.partition}] was not sent within ${deliveryTimeoutMs} ms${why}`;
    return new SpillwayError('SPW-1110', detail, { cause: this.#lastFailure });
  }
}
