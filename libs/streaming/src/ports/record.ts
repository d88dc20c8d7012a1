/**
 * One record of the log as it lay there. Bytes are views into the fetch buffer: copy what must outlive the batch.
 * `offset` is a number below 2^53 because this is the hot path; public types carry `bigint`.
 */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
}

/** A name may repeat; its values keep their order. */
export type RecordHeaders = Readonly<Record<string, HeaderValue | readonly HeaderValue[] | undefined>>;
export type HeaderValue = Buffer | string;

export interface OutgoingRecord {
  readonly topic: string;
  /** Chosen by the sink from the key (murmur2, as Kafka's Java client) when absent. */
  readonly partition?: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
  readonly timestampMs?: number;
  /** Of a record that lies in the log already, with more headers: only the broker limits its size, not the sink. */
  readonly isCopy?: boolean;
  /**
   * Of what a group has to write before it commits: it waits for room however many others do. Nobody can be told to come
   * back, and there is only as much of it as the group has under way.
   */
  readonly mayWait?: boolean;
  /**
   * Nobody is in a hurry for it: where its partition is written to all the time, at least so many ms may lie between two
   * requests, for more records to share one.
   */
  readonly lingerMs?: number;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface RecordPosition extends TopicPartition {
  readonly offset: bigint;
}

/** Where a record was written, and when by the log's own clock. */
export interface WrittenRecord extends RecordPosition {
  /**
   * The log's time of the append, in ms since 1970. A Kafka broker tells it for topics with
   * `message.timestamp.type=LogAppendTime` only.
   */
  readonly appendedAtMs?: number;
}

/** A run of records of one partition as one fetch gave them. */
export interface PartitionBatch extends TopicPartition {
  /**
   * The position this batch was fetched from. Offsets from here up to `nextOffset` that hold no record do not exist in
   * the log (control or compacted records); a base other than the position asked for tells a stale or reset fetch.
   */
  readonly baseOffset: number;
  readonly records: readonly LogRecord[];
  /** The position after this batch; above the last record + 1 where control or compacted records were left out. */
  readonly nextOffset: number;
  /** End of the partition's log as the fetch saw it, before any transaction that is not over; lag = highWatermark − done. */
  readonly highWatermark: number;
  /** Bytes of keys, values and headers, for back-pressure. */
  readonly sizeBytes: number;
  /** How long the log let the fetch wait, where the driver knows. */
  readonly fetchMs?: number;
}
