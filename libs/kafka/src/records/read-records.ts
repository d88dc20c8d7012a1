import type { BatchHeader } from './batch-header.js';
import { MalformedRecords, type ByteReader } from './byte-reader.js';
import { FetchedRecord } from './fetched-record.js';
import { headerSpan } from './header-span.js';

const logAppendTime = 1;
const fewestBytesOfRecord = 7;

/**
 * The records of one batch, out of their unpacked bytes. Keys and values are views.
 * Format: https://kafka.apache.org/documentation/#record
 *
 * @throws MalformedRecords
 */
export function readRecords(reader: ByteReader, header: BatchHeader): FetchedRecord[] {
  if (header.recordCount * fewestBytesOfRecord > reader.remaining) {
    throw new MalformedRecords(`${reader.remaining} bytes cannot hold ${header.recordCount} records`);
  }
  const records: FetchedRecord[] = [];
  for (let index = 0; index < header.recordCount; index++) records.push(readRecord(reader, header));
  return records;
}

function readRecord(reader: ByteReader, { baseOffset, baseTimestamp, context }: BatchHeader): FetchedRecord {
  const length = reader.varint();
  const end = reader.position + length;
  const attributes = reader.int8();
  const timestampDelta = reader.varlong();
  const offset = String(baseOffset + reader.varint());
  const key = reader.varintBytes();
  const value = reader.varintBytes();
  const headers = headerSpan(reader);
  if (reader.position !== end) throw new MalformedRecords('A record is longer or shorter than it says');
  const timestamp =
    context.timestampType === logAppendTime ? context.maxTimestamp : sumAsText(baseTimestamp, timestampDelta);
  const { magicByte, isControlBatch: isControlRecord } = context;
  const fields = { magicByte, attributes, timestamp, offset, key, value, isControlRecord, batchContext: context };
  return new FetchedRecord(fields, headers);
}

function sumAsText(base: number | bigint, delta: number | bigint): string {
  if (typeof base === 'number' && typeof delta === 'number') {
    const sum = base + delta;
    if (Number.isSafeInteger(sum)) return String(sum);
  }
  return String(BigInt.asIntN(64, BigInt(base) + BigInt(delta)));
}
