import { isSpillwayError, SpillwayError } from '@spillway/events';
import {
  timedOperation,
  type Clock,
  type Metrics,
  type OutgoingRecord,
  type RecordSink,
  type WrittenRecord,
} from '@spillway/streaming';
import type { EncodedRecord } from '../produce/encoded-record.js';
import type { SendBatch } from './batch-sender.js';
import { ByteBudget } from './byte-budget.js';
import { Lane, type LaneLimits, type LaneRecord } from './lane.js';
import { toEncodedRecord } from './to-encoded-record.js';
import { TopicRouter } from './topic-router.js';

export interface KafkaRecordSinkOptions {
  readonly send: SendBatch;
  readonly partitionCount: (topic: string) => Promise<number>;
  /** Releases the producer. */
  readonly release: () => Promise<void>;
  readonly limits: LaneLimits & { readonly maxRecordBytes: number; readonly maxBufferedBytes: number };
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** Of the record its bytes alone, and the key where it chooses the partition. */
interface Accepted extends Pick<OutgoingRecord, 'topic' | 'partition' | 'key' | 'lingerMs'> {
  readonly encoded: EncodedRecord;
  readonly sizeBytes: number;
  /** By the steady clock. */
  readonly acceptedAtMs: number;
  readonly resolve: (position: WrittenRecord) => void;
  readonly reject: (error: SpillwayError) => void;
}

const countMaxAgeMs = 300_000;
const sweepIntervalMs = 250;

/** Of one record that waits, beside its bytes: lengths, deltas, its share of the batch header. */
const recordOverheadBytes = 32;

/** Records into Kafka: byte budget → partition, chosen once → lane of the partition → one send at a time. */
export class KafkaRecordSink implements RecordSink {
  readonly #budget: ByteBudget;
  readonly #routers = new Map<string, TopicRouter>();
  readonly #lanes = new Map<string, Lane[]>();
  readonly #flushWaiters: (() => void)[] = [];
  #unsettled = 0;
  #sweeping = false;
  #closing: Promise<void> | undefined;
  readonly #closed = new AbortController();

  constructor(private readonly options: KafkaRecordSinkOptions) {
    this.#budget = new ByteBudget(options.limits.maxBufferedBytes);
  }

  append(record: OutgoingRecord): Promise<WrittenRecord> {
    const { limits, clock } = this.options;
    // Of what is far too large no bytes are made.
    const tooLarge = this.#refusal(record, (record.key?.length ?? 0) + (record.value?.length ?? 0));
    if (tooLarge !== undefined) return Promise.reject(tooLarge);
    const encoded = toEncodedRecord(record, clock.nowMs());
    const sizeBytes = encoded.body.length + recordOverheadBytes;
    const refusal = this.#refusal(record, sizeBytes);
    if (refusal !== undefined) return Promise.reject(refusal);
    const { topic, partition, lingerMs } = record;
    const key = partition === undefined ? record.key : null;
    return new Promise((resolve, reject) => {
      const acceptedAtMs = clock.steadyMs();
      const accepted = { topic, partition, key, lingerMs, encoded, sizeBytes, acceptedAtMs, resolve, reject };
      this.#unsettled++;
      this.#budget.enter({
        sizeBytes,
        deadlineMs: acceptedAtMs + limits.deliveryTimeoutMs,
        proceed: () => this.#route(accepted),
        refuse: () => {
          const detail = `${this.#budget.usedBytes} bytes already wait for the brokers, for ${limits.deliveryTimeoutMs} ms`;
          reject(new SpillwayError('SPW-1110', `A record for ${topic} found no room: ${detail}`));
          this.#settled();
        },
      });
      if (!this.#sweeping) void this.#sweep();
    });
  }

  flush(): Promise<void> {
    if (this.#unsettled === 0) return Promise.resolve();
    return new Promise((resolve) => this.#flushWaiters.push(resolve));
  }

  close(): Promise<void> {
    this.#closing ??= this.flush().then(() => {
      this.#closed.abort();
      return this.options.release();
    });
    return this.#closing;
  }

  #refusal(record: OutgoingRecord, sizeBytes: number): SpillwayError | undefined {
    const { maxRecordBytes } = this.options.limits;
    if (this.#closing !== undefined) return new SpillwayError('SPW-1110', 'The sink is closed');
    if (Number.isNaN(record.timestampMs))
      return new SpillwayError('SPW-1110', `A record for ${record.topic} has a time that is no number`);
    if (sizeBytes <= maxRecordBytes || record.isCopy === true) return undefined;
    const detail = `A record for ${record.topic} has ${sizeBytes} bytes; at most ${maxRecordBytes} are sent`;
    return new SpillwayError('SPW-1112', detail, { context: { sizeBytes, maxRecordBytes } });
  }

  #route(accepted: Accepted): void {
    const { topic, key, partition } = accepted;
    this.#router(topic).route({
      key,
      chosen: partition,
      use: (chosen) => this.#lane(topic, chosen).add(this.#laneRecord(accepted)),
      refuse: (error) => this.#finish(accepted, notWritten(error, topic)),
    });
  }

  #laneRecord(accepted: Accepted): LaneRecord {
    const { encoded, sizeBytes, acceptedAtMs, lingerMs } = accepted;
    return { encoded, sizeBytes, acceptedAtMs, lingerMs, settle: (outcome) => this.#finish(accepted, outcome) };
  }

  #finish(accepted: Accepted, outcome: WrittenRecord | SpillwayError): void {
    this.#budget.release(accepted.sizeBytes);
    if (outcome instanceof SpillwayError) {
      accepted.reject(outcome);
    } else {
      accepted.resolve(outcome);
    }
    this.#settled();
  }

  #settled(): void {
    this.#unsettled--;
    if (this.#unsettled === 0) for (const waiter of this.#flushWaiters.splice(0)) waiter();
  }

  #router(topic: string): TopicRouter {
    let router = this.#routers.get(topic);
    if (router === undefined) {
      const { partitionCount, clock } = this.options;
      const nowMs = (): number => clock.nowMs();
      router = new TopicRouter({ loadCount: () => partitionCount(topic), nowMs, maxAgeMs: countMaxAgeMs });
      this.#routers.set(topic, router);
    }
    return router;
  }

  #lane(topic: string, partition: number): Lane {
    let lanes = this.#lanes.get(topic);
    if (lanes === undefined) this.#lanes.set(topic, (lanes = []));
    const { limits, clock } = this.options;
    return (lanes[partition] ??= new Lane({ topic, partition }, this.#send, limits, clock));
  }

  readonly #send: SendBatch = async (topic, partition, records) => {
    const written = await timedOperation({ name: 'send', topic }, this.options, () =>
      this.options.send(topic, partition, records),
    );
    const labels = { messaging_destination_name: topic };
    this.options.metrics.increment('messaging_client_sent_messages_total', records.length, labels);
    return written;
  };

  /** Looks for records past their deadline, as long as there are any records. */
  async #sweep(): Promise<void> {
    const { clock } = this.options;
    this.#sweeping = true;
    while (this.#unsettled > 0) {
      await clock.sleep(sweepIntervalMs, this.#closed.signal);
      this.#budget.expire(clock.steadyMs());
      for (const lanes of this.#lanes.values()) for (const lane of lanes) lane?.expire();
    }
    this.#sweeping = false;
  }
}

function notWritten(error: unknown, topic: string): SpillwayError {
  if (isSpillwayError(error, 'SPW-1110')) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SpillwayError('SPW-1110', `A record for ${topic} was not sent: ${message}`, { cause: error });
}
