import { DeliveriesCompleted, DeliveryNoted, SpillwayError, type EventDefinition } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import type { CompletedDeliveries, DeliveryLedger, DeliveryNote } from '../ports/delivery-ledger.js';
import type { EventCodec } from '../ports/event-codec.js';
import type { Metrics } from '../ports/metrics.js';
import type { RecordSink } from '../ports/record-sink.js';
import { describeError } from '../errors/describe-error.js';
import { LedgerOutbox } from './ledger-outbox.js';
import { toDeliveriesCompleted, toDeliveryNoted, type LedgerWriting } from './ledger-payloads.js';
import { OpenRanges } from './open-ranges.js';

export interface LedgerWriterOptions {
  readonly groupId: string;
  readonly sink: RecordSink;
  readonly codec: Pick<EventCodec, 'encode'>;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Ids of ledger events. */
  readonly newId: () => string;
  readonly appVersion: string;
  /** Tells this process from the others of the group. */
  readonly instance: string;
  /** From so many bytes on the ledger is full; 8 MiB. */
  readonly maxWaitingBytes?: number;
}

const defaultMaxWaitingBytes = 8 * 1024 * 1024;
/** Keeps one ledger event far below the record size of any broker. */
const maxRangesPerEvent = 5_000;
const bytesPerRange = 16;
const bytesPerEntry = 1_024;

/**
 * The delivery ledger of one group, written to `spillway.deliveries`. It sets no timer: the group's commit interval, at
 * most a second, calls `flush` while there is anything to write.
 */
export class LedgerWriter implements DeliveryLedger {
  /** By topic, then by partition. */
  readonly #open = new Map<string, (OpenRanges | undefined)[]>();
  readonly #outbox: LedgerOutbox;
  #openCount = 0;
  #rangeCount = 0;
  #running: Promise<unknown> | undefined;
  #next: Promise<void> | undefined;

  constructor(private readonly options: LedgerWriterOptions) {
    const { groupId, sink, codec } = options;
    const source = `urn:spillway:group:${encodeURIComponent(groupId.toWellFormed())}`;
    this.#outbox = new LedgerOutbox({ sink, codec, source });
  }

  get isFull(): boolean {
    const waitingBytes = this.#outbox.sizeBytes + this.#rangeCount * bytesPerRange;
    return waitingBytes >= (this.options.maxWaitingBytes ?? defaultMaxWaitingBytes);
  }

  completed(deliveries: CompletedDeliveries): void {
    const { first, last, count, durationMs } = deliveries;
    const records = count ?? last - first + 1;
    const open = this.#openRanges(deliveries);
    const before = open.rangeCount;
    open.add(first, last);
    open.count += records;
    open.durations.add(durationMs, records);
    this.#rangeCount += open.rangeCount - before;
    if (open.rangeCount >= maxRangesPerEvent) this.#seal(open);
  }

  noted(note: DeliveryNote): void {
    const payload = toDeliveryNoted(note, this.#writing());
    const texts = Object.values(payload).reduce(
      (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
      0,
    );
    this.#add(DeliveryNoted, payload, texts);
  }

  flush(): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    if (this.#running === undefined && this.#openCount === 0 && this.#outbox.isEmpty) return Promise.resolve();
    this.#next = this.#writeAfterRunning();
    return this.#next;
  }

  /** What is given while a write runs needs another one; all who ask meanwhile share it. */
  async #writeAfterRunning(): Promise<void> {
    await this.#running;
    this.#next = undefined;
    const write = this.#write();
    this.#running = write.then(
      () => (this.#running = undefined),
      () => (this.#running = undefined),
    );
    await write;
  }

  async #write(): Promise<void> {
    const { groupId: group, metrics } = this.options;
    for (const open of [...this.#open.values()].flat()) if (open !== undefined) this.#seal(open);
    try {
      metrics.increment('spillway_ledger_records_total', await this.#outbox.write(), { group });
    } catch (cause) {
      const detail = `The ledger of ${group} was not written: ${describeError(cause)}`;
      throw new SpillwayError('SPW-5101', detail, { cause, context: { group } });
    } finally {
      metrics.set('spillway_ledger_waiting_bytes', this.#outbox.sizeBytes, { group });
    }
  }

  #openRanges({ topic, partition, topicId }: CompletedDeliveries): OpenRanges {
    let partitions = this.#open.get(topic);
    if (partitions === undefined) this.#open.set(topic, (partitions = []));
    const known = partitions[partition];
    if (known !== undefined && known.topicId === topicId) return known;
    // Offsets of another life of the topic are others.
    if (known !== undefined) this.#seal(known);
    this.#openCount++;
    return (partitions[partition] = new OpenRanges(topic, partition, topicId, this.options.clock.nowMs()));
  }

  #seal(open: OpenRanges): void {
    this.#open.get(open.topic)![open.partition] = undefined;
    this.#openCount--;
    this.#rangeCount -= open.rangeCount;
    this.#add(DeliveriesCompleted, toDeliveriesCompleted(open, this.#writing()), open.rangeCount * bytesPerRange);
  }

  #add<T>(definition: EventDefinition<T>, payload: T, extraBytes: number): void {
    const { newId, clock } = this.options;
    this.#outbox.add({
      definition,
      payload,
      id: newId(),
      timeMs: clock.nowMs(),
      sizeBytes: bytesPerEntry + extraBytes,
    });
  }

  #writing(): LedgerWriting {
    const { groupId, appVersion, instance, clock } = this.options;
    return { group: groupId, appVersion, instance, nowMs: clock.nowMs() };
  }
}
