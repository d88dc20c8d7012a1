import type { LogReader } from '../ports/log-reader.js';
import type { LogRecord, TopicPartition } from '../ports/record.js';

const page = { maxRecords: 500, maxBytes: 1_048_576 };

/** The records of a partition up to where it ends at the first read, page by page. */
export async function* readForward({
  reader,
  topic,
  partition,
  fromOffset = 0,
  signal,
}: TopicPartition & {
  readonly reader: LogReader;
  readonly fromOffset?: number;
  readonly signal?: AbortSignal;
}): AsyncGenerator<LogRecord> {
  let at = fromOffset;
  let endOffset = Number.POSITIVE_INFINITY;
  while (at < endOffset && !isAborted(signal)) {
    const read = await reader.read({ topic, partition, fromOffset: at, ...page });
    endOffset = Math.min(endOffset, read.endOffset);
    for (const record of read.records) if (record.offset < endOffset) yield record;
    at = read.nextOffset;
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
