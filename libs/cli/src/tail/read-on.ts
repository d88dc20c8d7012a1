import type { LogReader, LogRecord, ReadPage } from '@spillway/streaming';
import type { TailPosition } from './tail-start.js';

export interface ReadOnOptions {
  readonly reader: LogReader;
  readonly topic: string;
  readonly start: readonly TailPosition[];
  /** Goes on at the end of the log, and waits so until it looks again; ends there when absent. */
  readonly wait?: () => Promise<void>;
}

const page = { maxRecords: 200, maxBytes: 1_048_576 };

/**
 * The records of a topic from some positions on, by time among those that one look at all partitions gives. No group is
 * joined and nothing committed: nobody notices.
 */
export async function* readOn({ reader, topic, start, wait }: ReadOnOptions): AsyncGenerator<LogRecord> {
  const at = new Map(start.map(({ partition, offset }) => [partition, offset]));
  for (;;) {
    const reads: ReadPage[] = [];
    // One after the other: a look at all of them takes little, and a reader has one connection to each broker.
    for (const [partition, fromOffset] of at) {
      const read = await reader.read({ topic, partition, fromOffset, ...page });
      at.set(partition, read.nextOffset);
      reads.push(read);
    }
    yield* reads.flatMap(({ records }) => records).toSorted((one, other) => one.timestampMs - other.timestampMs);
    const isAtEnd = reads.every(({ nextOffset, endOffset }) => nextOffset >= endOffset);
    if (!isAtEnd) continue;
    if (wait === undefined) return;
    await wait();
  }
}
