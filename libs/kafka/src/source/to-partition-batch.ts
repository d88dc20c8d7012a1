import type { LogRecord, PartitionBatch, RecordHeaders } from '@spillway/streaming';
import type { Batch, KafkaMessage } from 'kafkajs';

/** kafkajs keeps the position a batch was asked from, but its types do not say so. */
export type FetchedBatch = Pick<Batch, 'topic' | 'partition' | 'messages' | 'highWatermark' | 'lastOffset'> & {
  readonly fetchedOffset: string | number;
};

/** A fetched batch as the engine takes it. Bytes stay views into the fetch buffer; offsets become numbers. */
export function toPartitionBatch(batch: FetchedBatch): PartitionBatch {
  const { topic, partition, messages } = batch;
  const records = new Array<LogRecord>(messages.length);
  let sizeBytes = 0;
  let lastTimestamp = '';
  let timestampMs = 0;
  for (let index = 0; index < messages.length; index++) {
    const message = messages[index] as KafkaMessage;
    // Records of one batch often share a timestamp: parse it once.
    if (message.timestamp !== lastTimestamp) {
      lastTimestamp = message.timestamp;
      timestampMs = Number(lastTimestamp);
    }
    let headers = (message.headers ?? {}) as RecordHeaders;
    let headerBytes = sizeOfHeaders(headers);
    if (headerBytes === undefined) {
      headers = withBuffersOnly(headers);
      headerBytes = sizeOfHeaders(headers) ?? 0;
    }
    const { key, value } = message;
    sizeBytes += (key?.length ?? 0) + (value?.length ?? 0) + headerBytes;
    records[index] = { topic, partition, offset: Number(message.offset), timestampMs, key, value, headers };
  }
  return {
    topic,
    partition,
    baseOffset: Number(batch.fetchedOffset),
    records,
    nextOffset: Number(batch.lastOffset()) + 1,
    highWatermark: Number(batch.highWatermark),
    sizeBytes,
  };
}

/** Undefined when a value is no buffer. */
function sizeOfHeaders(headers: RecordHeaders): number | undefined {
  let sizeBytes = 0;
  for (const name in headers) {
    const value = headers[name];
    if (Buffer.isBuffer(value)) {
      sizeBytes += name.length + value.length;
      continue;
    }
    if (!Array.isArray(value)) return undefined;
    for (const part of value as readonly unknown[]) {
      if (!Buffer.isBuffer(part)) return undefined;
      sizeBytes += name.length + part.length;
    }
  }
  return sizeBytes;
}

const empty = Buffer.alloc(0);

/**
 * A null value becomes an empty one: the client reads nulls and cannot write them. For a header named like a member of
 * every object (`constructor`) the client adds that member as a first value, which is left out.
 */
function withBuffersOnly(headers: RecordHeaders): RecordHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!Array.isArray(value)) return [name, Buffer.isBuffer(value) ? value : empty];
      const parts = value.filter((part) => part === null || Buffer.isBuffer(part)).map((part) => part ?? empty);
      return [name, parts.length === 1 ? parts[0] : parts];
    }),
  );
}
