import type { LogAdmin } from './log-admin.js';
import type { LogPlace } from './log-place.js';
import type { LogReader } from './log-reader.js';
import type { RecordSink } from './record-sink.js';
import type { RecordSource, SourceOptions } from './record-source.js';

/** A driver: everything the toolkit needs from a log. `kafkaTransport()` and `memoryTransport()` are the two. */
export interface Transport {
  readonly name: string;
  /** Reaches the log or throws `SPW-1101` naming what was tried. */
  connect(): Promise<void>;
  /** Known once connected; absent for a log that lies nowhere. */
  place?(): LogPlace;
  /** One sink for the whole process; the same object each time. */
  sink(): RecordSink;
  /** A new group member. */
  source(options: SourceOptions): RecordSource;
  admin(): LogAdmin;
  /** One reader for the whole process; the same object each time. */
  reader(): LogReader;
  /** Closes sink, admin and reader; sources are stopped by their owners before. */
  close(): Promise<void>;
}
