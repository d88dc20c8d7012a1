import { systemClock, type Clock } from '../ports/clock.js';
import type { RecordSource, SourceOptions } from '../ports/record-source.js';
import type { Transport } from '../ports/transport.js';
import { MemoryLogAdmin } from './memory-log-admin.js';
import { MemoryLogReader } from './memory-log-reader.js';
import { MemoryLog } from './memory-log.js';
import { MemoryRecordSink } from './memory-record-sink.js';
import { MemoryRecordSource } from './memory-record-source.js';

export interface MemoryTransport extends Transport {
  /** The log behind it: share it with further transports, or hurt it in tests (trim, delete, skip offsets). */
  readonly log: MemoryLog;
}

/**
 * A driver whose log lives in this process: for tests, and for machines without Java. It keeps order, groups,
 * rebalances, commits and topic ids as Kafka does. It cannot survive its process or be reached from another, and it
 * has no retention: a full log refuses to take more.
 *
 * @param options.log share one log among several transports, as several clients share a cluster
 */
export function memoryTransport(options: { readonly log?: MemoryLog; readonly clock?: Clock } = {}): MemoryTransport {
  const log = options.log ?? new MemoryLog();
  const clock = options.clock ?? systemClock;
  const sink = new MemoryRecordSink(log, clock);
  const admin = new MemoryLogAdmin(log);
  const reader = new MemoryLogReader(log);
  return {
    name: 'memory',
    log,
    connect: async () => {},
    sink: () => sink,
    admin: () => admin,
    reader: () => reader,
    source: (sourceOptions: SourceOptions): RecordSource => new MemoryRecordSource(log, sourceOptions, clock),
    close: async () => {
      await sink.close();
      await admin.close();
    },
  };
}
