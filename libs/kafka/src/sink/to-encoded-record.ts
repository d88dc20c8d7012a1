import type { OutgoingRecord } from '@spillway/streaming';
import { encodeRecordBody } from '../produce/encode-record-body.js';
import type { EncodedRecord } from '../produce/encoded-record.js';

const latest = 2n ** 63n - 1n;

/** @param nowMs the time of a record that names none */
export function toEncodedRecord(record: OutgoingRecord, nowMs: number): EncodedRecord {
  return { body: encodeRecordBody(record), timestampMs: asInt64(record.timestampMs ?? nowMs) };
}

/** A record may carry the latest time there is; read as a number it is one more than the log can hold. */
function asInt64(timestampMs: number): number | bigint {
  const whole = Math.trunc(timestampMs);
  if (Number.isSafeInteger(whole)) return whole;
  if (whole < 0) return -1;
  const exact = BigInt(whole);
  return exact > latest ? latest : exact;
}
