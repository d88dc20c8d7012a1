import { encodeRecordBody } from '../../libs/kafka/src/produce/encode-record-body.js';
import type { EncodedRecord } from '../../libs/kafka/src/produce/encoded-record.js';
import { ByteReader } from '../../libs/kafka/src/records/byte-reader.js';

/** A record without key and headers, as the sink hands it on. */
export function encodedValue(value: string | Buffer, timestampMs = 0): EncodedRecord {
  return { body: encodeRecordBody({ key: null, value: Buffer.from(value), headers: {} }), timestampMs };
}

/** The value of a record that was encoded, as text. */
export function valueOf({ body }: EncodedRecord): string {
  const reader = new ByteReader(body, 0, body.length);
  reader.varintBytes();
  return String(reader.varintBytes());
}
