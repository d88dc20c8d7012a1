import { isSpillwayError, SpillwayError } from '@spillway/events';
import type { Clock, TopicPartition, WrittenRecord } from '@spillway/streaming';
import { isRefusedForItsBytes } from '../errors/write-outcome.js';
import type { EncodedRecord } from '../produce/encoded-record.js';
import type { SendBatch, WrittenBatch } from './batch-sender.js';
import { Fifo } from './fifo.js';

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
  readonly encoded: EncodedRecord;
  readonly sizeBytes: number;
  readonly acceptedAtMs: number;
  /** Sent no sooner than this after the send before, unless others are in a hurry; 0 or absent: at once. */
  readonly lingerMs?: number | undefined;
  settle(outcome: WrittenRecord | SpillwayError): void;
}

/** Not written, unknown, too large: the records have their answer. */
const settling = new Set(['SPW-1110', 'SPW-1111', 'SPW-1112']);

/**
 * The single-file path of one partition: records wait a moment for company, then go in batches, one send at a time, in
 * the order they came. Nothing is re-sent after an unknown outcome: who called decides.
 */
export class Lane {
  readonly #queue = new Fifo<LaneRecord>();
  #queuedBytes = 0;
  /** Queued records that are in a hurry. */
  #urgent = 0;
  #lastSentAtMs = Number.NEGATIVE_INFINITY;
  #running = false;
  #isGathering = false;
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
    this.#count(record, 1);
    if (!this.#running) {
      this.#running = true;
      void this.#run();
    } else if (this.#isFull() || (this.#isGathering && isUrgent(record))) {
      this.#hurry.abort();
    }
  }

  /** Refuses what waited too long; called from outside because a send may take longer than the deadline. */
  expire(): void {
    const oldestMs = this.clock.steadyMs() - this.limits.deliveryTimeoutMs;
    while (this.#queue.first !== undefined && this.#queue.first.acceptedAtMs <= oldestMs) {
      this.#shift().settle(this.#expired());
    }
  }

  async #run(): Promise<void> {
    if (this.limits.lingerMs > 0 && !this.#isFull()) await this.clock.sleep(this.limits.lingerMs, this.#hurry.signal);
    else await Promise.resolve();
    this.#hurry = new AbortController();
    while (this.#queue.length > 0) {
      const restMs = this.#restMs();
      if (restMs > 0) await this.#gather(restMs);
      await this.#sendNext(this.#take());
    }
    this.#running = false;
  }

  /** How long what is queued can still wait for company. */
  #restMs(): number {
    const { first: head } = this.#queue;
    if (this.#urgent > 0 || head?.lingerMs === undefined || this.#isFull()) return 0;
    // No longer than asked for, should the clock be set back.
    return Math.min(head.lingerMs, this.#lastSentAtMs + head.lingerMs - this.clock.steadyMs());
  }

  async #gather(restMs: number): Promise<void> {
    this.#hurry = new AbortController();
    this.#isGathering = true;
    await this.clock.sleep(restMs, this.#hurry.signal);
    this.#isGathering = false;
  }

  async #sendNext(batch: readonly LaneRecord[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      this.#lastSentAtMs = this.clock.steadyMs();
      const records = batch.map(({ encoded }) => encoded);
      const written = await this.send(this.at.topic, this.at.partition, records);
      batch.forEach((record, index) => record.settle(this.#position(written, index)));
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
    while (batch.length < most && this.#queue.first !== undefined) {
      bytes += this.#queue.first.sizeBytes;
      if (batch.length > 0 && bytes > this.limits.maxBatchBytes) break;
      batch.push(this.#shift());
    }
    if (this.#alone > 0) this.#alone--;
    return batch;
  }

  #shift(): LaneRecord {
    const record = this.#queue.shift() as LaneRecord;
    this.#count(record, -1);
    return record;
  }

  #count(record: LaneRecord, change: 1 | -1): void {
    this.#queuedBytes += change * record.sizeBytes;
    if (isUrgent(record)) this.#urgent += change;
  }

  #putBack(batch: readonly LaneRecord[]): void {
    this.#queue.putBack(batch);
    for (const record of batch) this.#count(record, 1);
  }

  #isFull(): boolean {
    return this.#queue.length >= this.limits.maxBatchRecords || this.#queuedBytes >= this.limits.maxBatchBytes;
  }

  #position({ baseOffset, appendedAtMs }: WrittenBatch, index: number): WrittenRecord {
    const { topic, partition } = this.at;
    const offset = baseOffset + BigInt(index);
    return appendedAtMs === undefined ? { topic, partition, offset } : { topic, partition, offset, appendedAtMs };
  }

  #expired(): SpillwayError {
    const { deliveryTimeoutMs } = this.limits;
    const why = this.#lastFailure instanceof Error ? `: ${this.#lastFailure.message}` : '';
    const detail = `A record for ${this.at.topic}/${this.at.partition} was not sent within ${deliveryTimeoutMs} ms${why}`;
    return new SpillwayError('SPW-1110', detail, { cause: this.#lastFailure });
  }
}

function isUrgent({ lingerMs }: LaneRecord): boolean {
  return lingerMs === undefined;
}
