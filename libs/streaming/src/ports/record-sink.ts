import type { OutgoingRecord, WrittenRecord } from './record.js';

/**
 * Where records are written. Safe to call concurrently and one by one: batching is the sink's work. Records of one
 * partition are written in the order of the calls.
 */
export interface RecordSink {
  /**
   * Resolves only when the record is in the log of all in-sync replicas.
   *
   * @throws SpillwayError `SPW-1110` not written: it is surely not in the log
   * @throws SpillwayError `SPW-1111` unknown: it may be in the log 0, 1 or 2 times
   * @throws SpillwayError `SPW-1112` not written and too large at any time
   */
  append(record: OutgoingRecord): Promise<WrittenRecord>;
  /** Resolves when all that was accepted has been acked or rejected. */
  flush(): Promise<void>;
  /** Flushes, then releases the connection. Later calls of `append` are refused as not written. */
  close(): Promise<void>;
}
