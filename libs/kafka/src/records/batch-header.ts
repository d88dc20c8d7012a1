import { ByteReader } from './byte-reader.js';

/** Of a record batch or, in the old format, of one message: base offset, length, four bytes and the format's number. */
const logOverheadBytes = 12;
const magicPosition = 16;
/** Base offset up to and including the number of records. */
const batchHeaderBytes = 61;

/** kafkajs's names, since it looks into `batchContext` of every message for transactions. */
export interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly partitionLeaderEpoch: number;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
  readonly lastOffsetDelta: number;
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly maxTimestamp: string;
  readonly timestampType: 0 | 1;
  readonly magicByte: number;
}

/** Of what has no batch header: messages of the old formats, and bytes too few for one. */
export function bareContext(offset: number, magicByte: number): BatchContext {
  return {
    firstOffset: String(offset),
    firstTimestamp: '-1',
    partitionLeaderEpoch: -1,
    inTransaction: false,
    isControlBatch: false,
    lastOffsetDelta: 0,
    producerId: '-1',
    producerEpoch: -1,
    firstSequence: -1,
    maxTimestamp: '-1',
    timestampType: 0,
    magicByte,
  };
}

export interface BatchHeader {
  readonly context: BatchContext;
  readonly baseOffset: number;
  readonly producerId: number | bigint;
  readonly lastOffset: number;
  readonly baseTimestamp: number | bigint;
  readonly codec: number;
  readonly recordCount: number;
  /** Where the records, or what they were packed into, begin. */
  readonly records: number;
}

/** What lies at a position: how long it is in all, and its format (2 now; 0 and 1 before Kafka 0.11). */
export interface LogEntry {
  readonly start: number;
  readonly end: number;
  readonly magic: number;
}

/** The entry at a position, or undefined where the fetch cut it off. */
export function logEntryAt(buffer: Buffer, start: number): LogEntry | undefined {
  if (start + magicPosition >= buffer.length) return undefined;
  const end = start + logOverheadBytes + buffer.readInt32BE(start + 8);
  return end > buffer.length || end <= start + magicPosition
    ? undefined
    : { start, end, magic: buffer.readInt8(start + magicPosition) };
}

/**
 * Format: https://kafka.apache.org/documentation/#recordbatch
 *
 * @throws MalformedRecords when the entry is shorter than a header
 */
export function readBatchHeader(buffer: Buffer, { start, end }: LogEntry): BatchHeader {
  const reader = new ByteReader(buffer, start, end);
  const baseOffset = reader.int64AsNumber();
  reader.int32(); // length
  const partitionLeaderEpoch = reader.int32();
  const magicByte = reader.int8();
  reader.int32(); // checksum, which the broker has compared
  const attributes = reader.int16();
  const lastOffsetDelta = reader.int32();
  const baseTimestamp = reader.int64();
  const maxTimestamp = reader.int64();
  const producerId = reader.int64();
  const producerEpoch = reader.int16();
  const firstSequence = reader.int32();
  const recordCount = reader.int32();
  return {
    baseOffset,
    producerId,
    lastOffset: baseOffset + lastOffsetDelta,
    baseTimestamp,
    codec: attributes & 7,
    recordCount,
    records: start + batchHeaderBytes,
    context: {
      firstOffset: String(baseOffset),
      firstTimestamp: String(baseTimestamp),
      partitionLeaderEpoch,
      inTransaction: (attributes & 0x10) !== 0,
      isControlBatch: (attributes & 0x20) !== 0,
      lastOffsetDelta,
      producerId: String(producerId),
      producerEpoch,
      firstSequence,
      maxTimestamp: String(maxTimestamp),
      timestampType: (attributes & 8) === 0 ? 0 : 1,
      magicByte,
    },
  };
}
