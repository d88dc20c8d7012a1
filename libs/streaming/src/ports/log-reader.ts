import type { LogRecord, TopicPartition } from './record.js';

export interface ReadRequest extends TopicPartition {
  /** A position below the begin of the log reads from there. */
  readonly fromOffset: number;
  /** At least 1. */
  readonly maxRecords: number;
  /** Of keys, values and headers; one record is read whatever its size. */
  readonly maxBytes: number;
}

/** A run of records, in log order. */
export interface ReadPage {
  readonly records: readonly LogRecord[];
  /** Where to read on; beyond the last record where the log holds none. Equal to `endOffset` when all is read. */
  readonly nextOffset: number;
  /** Offset the next record of the partition will get, as seen by this read. */
  readonly endOffset: number;
}

/** Reads single ranges of the log without a group: for people who look at it, and for work that goes back in it. */
export interface LogReader {
  /**
   * Reads what lies at a position now; waits for nothing that is yet to come. At the end of the log the page is empty.
   *
   * @throws SpillwayError `SPW-1103` no such topic or partition · `SPW-1101` not reached (retryable) · `SPW-1107` the
   *   next batch cannot be read
   */
  read(request: ReadRequest): Promise<ReadPage>;
  close(): Promise<void>;
}
