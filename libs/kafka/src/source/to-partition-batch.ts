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
    const headers = (message.headers ?? {}) as RecordHeaders;
    const { key, value } = message;
    sizeBytes += (key?.length ?? 0) + (value?.length ?? 0) + sizeOfHeaders(headers);
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

function sizeOfHeaders(headers: RecordHeaders): number {
  let sizeBytes = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || value === null) sizeBytes += name.length;
    else if (Array.isArray(value)) for (const part of value as Buffer[]) sizeBytes += name.length + part.length;
    else sizeBytes += name.length + (value as Buffer).length;
  }
  return sizeBytes;
}
