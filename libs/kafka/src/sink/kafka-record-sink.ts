import { isSpillwayError, SpillwayError } from '@spillway/events';
import {
  messagingLabels,
  timedOperation,
  type Clock,
  type Metrics,
  type OutgoingRecord,
  type RecordSink,
  type WrittenRecord,
} from '@spillway/streaming';
import { AcceptedRecord, type RecordWay } from './accepted-record.js';
import type { SendBatch } from './batch-sender.js';
import { ByteBudget } from './byte-budget.js';
import { Lane, type LaneLimits } from './lane.js';
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
    const { topic, partition: chosen, lingerMs } = record;
    const key = chosen === undefined ? record.key : null;
    // A number with a fraction would be an object of its own.
    const acceptedAtMs = Math.floor(clock.steadyMs());
    const deadlineMs = acceptedAtMs + limits.deliveryTimeoutMs;
    const way = this.#way;
    return new Promise((resolve, reject) => {
      this.#unsettled++;
      const fields = {
        way,
        topic,
        chosen,
        key,
        lingerMs,
        encoded,
        sizeBytes,
        acceptedAtMs,
        deadlineMs,
        resolve,
        reject,
      };
      this.#budget.enter(new AcceptedRecord(fields));
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
    if (sizeBytes > maxRecordBytes && record.isCopy !== true) {
      const detail = `A record for ${record.topic} has ${sizeBytes} bytes; at most ${maxRecordBytes} are sent`;
      return new SpillwayError('SPW-1112', detail, { context: { sizeBytes, maxRecordBytes } });
    }
    if (record.mayWait === true || this.#budget.mayEnter(sizeBytes)) return undefined;
    return new SpillwayError('SPW-1110', this.#noRoom(record.topic));
  }

  #noRoom(topic: string): string {
    const { usedBytes, waitingBytes } = this.#budget;
    return `A record for ${topic} found no room: ${usedBytes} bytes wait for the brokers, ${waitingBytes} for room`;
  }

  readonly #way: RecordWay = {
    route: (record) => this.#router(record.topic).route(record),
    refuseForRoom: ({ topic, reject }) => {
      const { deliveryTimeoutMs } = this.options.limits;
      reject(new SpillwayError('SPW-1110', `${this.#noRoom(topic)}, for ${deliveryTimeoutMs} ms`));
      this.#settled();
    },
    queue: (record, partition) => this.#lane(record.topic, partition).add(record),
    refuseForRoute: (record, error) => this.#finish(record, notWritten(error, record.topic)),
    finish: (record, outcome) => this.#finish(record, outcome),
  };

  #finish({ sizeBytes, resolve, reject }: AcceptedRecord, outcome: WrittenRecord | SpillwayError): void {
    this.#budget.release(sizeBytes);
    if (outcome instanceof SpillwayError) reject(outcome);
    else resolve(outcome);
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
      const steadyMs = (): number => clock.steadyMs();
      router = new TopicRouter({ loadCount: () => partitionCount(topic), steadyMs, maxAgeMs: countMaxAgeMs });
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
    const labels = messagingLabels({ name: 'send', topic });
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
