import { recordBytes } from '../ports/read-bounds.js';
import type { LogRecord, PartitionBatch } from '../ports/record.js';

/** At most this many records in one fetch, so that one partition never keeps the event loop to itself. */
const maxFetchRecords = 500;
const maxFetchBytes = 1024 * 1024;

/** One append-only partition. Offsets may have holes, as control records and compaction leave them. */
export class MemoryPartition {
  #records: LogRecord[] = [];
  #beginOffset = 0;
  #endOffset = 0;

  constructor(
    readonly topic: string,
    readonly partition: number,
  ) {}

  get beginOffset(): number {
    return this.#beginOffset;
  }

  get endOffset(): number {
    return this.#endOffset;
  }

  append(record: Omit<LogRecord, 'topic' | 'partition' | 'offset'>): number {
    const offset = this.#endOffset++;
    this.#records.push({ topic: this.topic, partition: this.partition, offset, ...record });
    return offset;
  }

  /** Uses up offsets without records, as a transaction marker does. */
  skip(count: number): void {
    this.#endOffset += count;
  }

  /** Forgets what lies below `offset`, as retention does. Answers the bytes freed. */
  trim(offset: number): number {
    const kept = this.#indexOf(offset);
    const freed = this.#records.slice(0, kept).reduce((sum, record) => sum + recordBytes(record), 0);
    this.#records = this.#records.slice(kept);
    this.#beginOffset = Math.min(Math.max(this.#beginOffset, offset), this.#endOffset);
    return freed;
  }

  /** Forgets what lies at `offset` and behind it; what is appended next lies there. Answers the bytes freed. */
  cut(offset: number): number {
    const freed = this.#records.splice(this.#indexOf(offset)).reduce((sum, record) => sum + recordBytes(record), 0);
    this.#endOffset = Math.min(this.#endOffset, offset);
    return freed;
  }

  /** The first offset written at `timeMs` or later; the end when there is none. */
  offsetAt(timeMs: number): number {
    return this.#records.find(({ timestampMs }) => timestampMs >= timeMs)?.offset ?? this.#endOffset;
  }

  /** What lies at `position` and after it; undefined when nothing does. */
  read(position: number): PartitionBatch | undefined {
    if (position >= this.#endOffset) return undefined;
    const baseOffset = Math.max(position, this.#beginOffset);
    const first = this.#indexOf(baseOffset);
    let last = first;
    let sizeBytes = 0;
    while (last < this.#records.length && last - first < maxFetchRecords && sizeBytes < maxFetchBytes) {
      sizeBytes += recordBytes(this.#records[last++]!);
    }
    const { topic, partition } = this;
    const records = this.#records.slice(first, last);
    const nextOffset = this.#records[last]?.offset ?? this.#endOffset;
    return { topic, partition, baseOffset, records, nextOffset, highWatermark: this.#endOffset, sizeBytes };
  }

  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#records[middle]!.offset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
