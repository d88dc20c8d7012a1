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
    // A copy has just been made of it, and holds no header without a value.
    headers: record.isCopy === true ? (record.headers as IHeaders) : presentHeaders(record),
    timestamp: asInt64(record.timestampMs ?? nowMs),
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

const latest = 2n ** 63n - 1n;

/** A record may carry the latest time there is; read as a number it is one more than the log can hold. */
function asInt64(timestampMs: number): string {
  if (Number.isSafeInteger(timestampMs)) return String(timestampMs);
  const whole = BigInt(Math.trunc(timestampMs));
  return String(whole > latest ? latest : whole < -1n ? -1n : whole);
}

function presentHeaders({ headers }: OutgoingRecord): IHeaders {
  // Without a prototype, so that a header may be named `__proto__`.
  const present = Object.create(null) as IHeaders;
  for (const name in headers) {
    const header = headers[name];
    if (header !== undefined) present[name] = header as Buffer | string | (Buffer | string)[];
  }
  return present;
}
