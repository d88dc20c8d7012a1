import type { HeaderValue, OutgoingRecord } from '@spillway/streaming';
import { ByteWriter } from './byte-writer.js';

/** Used by one record after the other; what is returned is a copy. */
const writer = new ByteWriter();

/**
 * Key, value and headers of a record in Kafka's format, version 2 (https://kafka.apache.org/documentation/#record).
 * Byte for byte what kafkajs writes, for a fraction of its work: it makes two objects and a zeroed buffer of half a
 * kilobyte for every header.
 */
export function encodeRecordBody({ key, value, headers }: Pick<OutgoingRecord, 'key' | 'value' | 'headers'>): Buffer {
  writer.at = 0;
  writer.bytes(key);
  writer.bytes(value);
  writeHeaders(headers);
  return writer.taken();
}

function writeHeaders(headers: OutgoingRecord['headers']): void {
  const countAt = writer.begin(1);
  let count = 0;
  for (const name in headers) {
    const header = headers[name];
    if (header === undefined) continue;
    if (typeof header === 'string' || Buffer.isBuffer(header)) {
      writeHeader(name, header);
      count++;
    } else {
      for (const value of header) writeHeader(name, value);
      count += header.length;
    }
  }
  // A count is no length of bytes, but is written like one.
  writer.end(countAt, 1, count);
}

function writeHeader(name: string, value: HeaderValue): void {
  writer.text(name);
  if (typeof value === 'string') writer.text(value);
  else writer.bytes(value);
}
