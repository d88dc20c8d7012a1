import type { LogRecord, PartitionBatch, RecordHeaders } from '@spillway/streaming';
import type { Batch, KafkaMessage } from 'kafkajs';
import { FetchedRecord } from '../records/fetched-record.js';
import type { HeaderPicker } from '../records/header-picker.js';

/** kafkajs keeps the position a batch was asked from, but its types do not say so. */
export type FetchedBatch = Pick<Batch, 'topic' | 'partition' | 'messages' | 'highWatermark' | 'lastOffset'> & {
  readonly fetchedOffset: string | number;
};

/**
 * A fetched batch as the engine takes it. Bytes stay views into the fetch buffer; offsets become numbers.
 *
 * @param wanted the only headers that are needed; the values of records are not then
 */
export function toPartitionBatch(batch: FetchedBatch, wanted?: HeaderPicker): PartitionBatch {
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
    const { key, value } = message;
    const headerBytes = message instanceof FetchedRecord ? message.headerBytes : sizeOfHeaders(message.headers);
    sizeBytes += (key?.length ?? 0) + (value?.length ?? 0) + headerBytes;
    records[index] =
      wanted !== undefined && message instanceof FetchedRecord
        ? {
            topic,
            partition,
            offset: Number(message.offset),
            timestampMs,
            key,
            value: null,
            headers: message.pick(wanted),
          }
        : { topic, partition, offset: Number(message.offset), timestampMs, key, value, headers: headersOf(message) };
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

function headersOf(message: KafkaMessage): RecordHeaders {
  const headers = (message.headers ?? {}) as RecordHeaders;
  const isPlain = message instanceof FetchedRecord && !message.hasNullHeader;
  return isPlain || !hasNull(headers) ? headers : withBuffersOnly(headers);
}

function hasNull(headers: RecordHeaders): boolean {
  return Object.values(headers).some((value) => value === null || (Array.isArray(value) && value.includes(null)));
}

function sizeOfHeaders(headers: KafkaMessage['headers']): number {
  let sizeBytes = 0;
  for (const [name, value] of Object.entries(headers ?? {})) {
    for (const part of Array.isArray(value) ? value : [value]) sizeBytes += name.length + (part?.length ?? 0);
  }
  return sizeBytes;
}

const empty = Buffer.alloc(0);

/** A null value becomes an empty one: the client reads nulls and cannot write them. */
function withBuffersOnly(headers: RecordHeaders): RecordHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((part: Buffer | null) => part ?? empty) : (value ?? empty),
    ]),
  );
}
