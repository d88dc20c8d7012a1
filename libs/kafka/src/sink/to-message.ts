import type { OutgoingRecord } from '@spillway/streaming';
import type { IHeaders, Message } from 'kafkajs';

/** Varints, attributes and deltas of one record, and its share of the batch header. */
const recordOverheadBytes = 32;

/** What kafkajs sends. The timestamp is always set: kafkajs mixes records with and without one into a wrong batch header. */
export function toMessage(record: OutgoingRecord, partition: number, nowMs: number): Message {
  return {
    key: record.key,
    value: record.value,
    partition,
    headers: presentHeaders(record),
    timestamp: String(record.timestampMs ?? nowMs),
  };
}

/** Bytes the record takes in memory and, nearly, in the log. */
export function sizeOfOutgoing({ key, value, headers }: OutgoingRecord): number {
  let sizeBytes = recordOverheadBytes + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) {
    const header = headers[name];
    if (header === undefined) continue;
    if (typeof header === 'string' || Buffer.isBuffer(header)) sizeBytes += name.length + header.length + 2;
    else for (const part of header) sizeBytes += name.length + part.length + 2;
  }
  return sizeBytes;
}

function presentHeaders({ headers }: OutgoingRecord): IHeaders {
  const present: IHeaders = {};
  for (const name in headers) {
    const header = headers[name];
    if (header !== undefined) present[name] = header as Buffer | string | (Buffer | string)[];
  }
  return present;
}
