import type { RecordSink } from '../record-sink.js';

/** The same sink, but for what `changes` do otherwise. */
export function sinkWith(sink: RecordSink, changes: Partial<RecordSink>): RecordSink {
  return {
    append: (record) => sink.append(record),
    flush: () => sink.flush(),
    close: () => sink.close(),
    ...changes,
  };
}
