import type { LogRecord, PartitionBatch, TopicPartition } from '../ports/record.js';

/** What a record takes beside its bytes, roughly: objects for itself, its key, value and headers. Many small ones add up. */
const recordOverheadBytes = 256;

/** Batches of one partition that wait for a round, in log order. */
export class PartitionQueue {
  #batches: PartitionBatch[] = [];
  #sizeBytes = 0;
  #recordCount = 0;

  constructor(private readonly partition: TopicPartition) {}

  /** What it takes in memory. */
  get sizeBytes(): number {
    return this.#sizeBytes + this.#recordCount * recordOverheadBytes;
  }

  get recordCount(): number {
    return this.#recordCount;
  }

  /** True when nothing waits; a batch of holes alone still waits to be marked done. */
  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  get newest(): LogRecord | undefined {
    return this.#batches.at(-1)?.records.at(-1);
  }

  add(batch: PartitionBatch): void {
    this.#batches.push(batch);
    this.#sizeBytes += batch.sizeBytes;
    this.#recordCount += batch.records.length;
  }

  clear(): void {
    this.#batches = [];
    this.#sizeBytes = 0;
    this.#recordCount = 0;
  }

  /** The head of the queue as one batch within the limits, at least one record; undefined when nothing waits. */
  take(maxRecords: number, maxBytes: number): PartitionBatch | undefined {
    if (this.#batches.length === 0) return undefined;
    const taken: PartitionBatch[] = [];
    let records = 0;
    let sizeBytes = 0;
    while (this.#batches.length > 0 && records < maxRecords && (records === 0 || sizeBytes < maxBytes)) {
      const head = splitHead(this.#batches.shift()!, maxRecords - records, maxBytes - sizeBytes);
      if (head.rest !== undefined) this.#batches.unshift(head.rest);
      taken.push(head.batch);
      records += head.batch.records.length;
      sizeBytes += head.batch.sizeBytes;
    }
    this.#sizeBytes -= sizeBytes;
    this.#recordCount -= records;
    return merge(this.partition, taken);
  }
}

/** Cuts a batch that is too large. Sizes are shared out by record count: an estimate is enough for back-pressure. */
function splitHead(
  batch: PartitionBatch,
  maxRecords: number,
  maxBytes: number,
): { readonly batch: PartitionBatch; readonly rest?: PartitionBatch } {
  const count = batch.records.length;
  const fitting = batch.sizeBytes <= maxBytes ? count : Math.ceil((count * Math.max(maxBytes, 1)) / batch.sizeBytes);
  const keep = Math.max(1, Math.min(fitting, maxRecords));
  if (keep >= count) return { batch };
  const cut = batch.records[keep]!.offset;
  const headBytes = Math.round((batch.sizeBytes * keep) / count);
  return {
    batch: { ...batch, records: batch.records.slice(0, keep), nextOffset: cut, sizeBytes: headBytes },
    rest: { ...batch, records: batch.records.slice(keep), baseOffset: cut, sizeBytes: batch.sizeBytes - headBytes },
  };
}

function merge(partition: TopicPartition, batches: readonly PartitionBatch[]): PartitionBatch {
  const first = batches[0]!;
  if (batches.length === 1) return first;
  const last = batches.at(-1)!;
  const records: LogRecord[] = batches.flatMap((batch) => batch.records);
  return {
    topic: partition.topic,
    partition: partition.partition,
    baseOffset: first.baseOffset,
    records,
    nextOffset: last.nextOffset,
    highWatermark: last.highWatermark,
    sizeBytes: batches.reduce((sum, batch) => sum + batch.sizeBytes, 0),
  };
}
