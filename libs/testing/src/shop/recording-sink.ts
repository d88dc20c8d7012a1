import { SpillwayError } from '@spillway/events';
import type { OutgoingRecord, RecordSink } from '@spillway/streaming';

export interface RecordingSink extends RecordSink {
  /** What was appended, in order. */
  readonly records: OutgoingRecord[];
  /** While true, appends are refused as not written. */
  isBroken: boolean;
}

/** A sink that only remembers. */
export function recordingSink(): RecordingSink {
  const records: OutgoingRecord[] = [];
  const sink: RecordingSink = {
    records,
    isBroken: false,
    append: async (record) => {
      if (sink.isBroken) throw new SpillwayError('SPW-1110', 'The sink is broken');
      records.push(record);
      return { topic: record.topic, partition: record.partition ?? 0, offset: BigInt(records.length - 1) };
    },
    flush: async () => {},
    close: async () => {},
  };
  return sink;
}
