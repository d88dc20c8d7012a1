import { ByteWriter } from './byte-writer.js';
import { crc32c } from './crc32c.js';
import type { EncodedRecord } from './encoded-record.js';

export interface RecordBatch {
  readonly records: readonly EncodedRecord[];
  /** As the broker gave it: 64 bits. */
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
}

const headerBytes = 61;
const crcAt = 17;
const crcFrom = 21;
const batchOverheadBytes = 12;
const magic = 2;
/** Length, attributes and two deltas, each at its longest. */
const recordOverheadBytes = 32;

const mostExactDelta = 2 ** 52;

/** Used by one batch after the other; what is returned is a copy. */
const writer = new ByteWriter();

/**
 * A batch of records in Kafka's format, version 2 (https://kafka.apache.org/documentation/#recordbatch), uncompressed.
 * Byte for byte what kafkajs writes.
 */
export function encodeRecordBatch({ records, producerId, producerEpoch, firstSequence }: RecordBatch): Buffer {
  const { firstMs, lastMs } = spanOf(records);
  writer.at = 0;
  writer.reserve(headerBytes);
  writer.at = headerBytes;
  writeRecords(records, firstMs, lastMs);
  const { buffer, at: end } = writer;
  buffer.writeBigInt64BE(0n, 0);
  buffer.writeInt32BE(end - batchOverheadBytes, 8);
  buffer.writeInt32BE(0, 12);
  buffer.writeInt8(magic, 16);
  buffer.writeInt16BE(0, crcFrom);
  buffer.writeInt32BE(records.length - 1, 23);
  buffer.writeBigInt64BE(BigInt(firstMs), 27);
  buffer.writeBigInt64BE(BigInt(lastMs), 35);
  buffer.writeBigInt64BE(producerId, 43);
  buffer.writeInt16BE(producerEpoch, 51);
  buffer.writeInt32BE(firstSequence, 53);
  buffer.writeInt32BE(records.length, 57);
  buffer.writeUInt32BE(crc32c(buffer, crcFrom, end), crcAt);
  return writer.taken();
}

/** The earliest and the latest time; numbers and bigints compare exactly. */
function spanOf(records: readonly EncodedRecord[]): {
  readonly firstMs: number | bigint;
  readonly lastMs: number | bigint;
} {
  let firstMs = records[0]!.timestampMs;
  let lastMs = firstMs;
  for (const { timestampMs } of records) {
    if (timestampMs < firstMs) firstMs = timestampMs;
    if (timestampMs > lastMs) lastMs = timestampMs;
  }
  return { firstMs, lastMs };
}

function writeRecords(records: readonly EncodedRecord[], firstMs: number | bigint, lastMs: number | bigint): void {
  const isExact = typeof firstMs === 'number' && typeof lastMs === 'number' && lastMs - firstMs <= mostExactDelta;
  for (let index = 0; index < records.length; index++) {
    const { body, timestampMs } = records[index]!;
    writer.reserve(body.length + recordOverheadBytes);
    const lengthAt = writer.begin(2);
    writer.byte(0);
    if (isExact) writer.varlong((timestampMs as number) - firstMs);
    else writer.bigVarlong(BigInt(timestampMs) - BigInt(firstMs));
    writer.varint(index);
    writer.raw(body);
    writer.end(lengthAt, 2);
  }
}
