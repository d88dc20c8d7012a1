import { gzipSync } from 'node:zlib';

/** One record as a test writes it; deltas and all are filled in. */
export interface TestRecord {
  readonly offset: number;
  readonly timestampDelta?: bigint;
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly headers?: readonly (readonly [name: Buffer, value: Buffer | null])[];
}

export interface TestBatch {
  readonly records: readonly TestRecord[];
  readonly baseOffset?: number;
  readonly lastOffset?: number;
  readonly baseTimestamp?: bigint;
  readonly maxTimestamp?: bigint;
  readonly codec?: number;
  readonly pack?: (records: Buffer) => Buffer;
  readonly isLogAppendTime?: boolean;
  readonly isTransactional?: boolean;
  readonly isControl?: boolean;
  readonly producerId?: bigint;
  /** A lie about how many records there are. */
  readonly recordCount?: number;
}

export interface TestPartition {
  readonly partition: number;
  readonly recordSet: Buffer;
  readonly aborted?: readonly (readonly [producerId: bigint, firstOffset: bigint])[];
  /** Below the high watermark of 900 while a transaction is open; -1 from a broker that does not tell. Default 900. */
  readonly lastStableOffset?: bigint;
}

/** A record batch in format 2, byte for byte as the format's description has it; its checksum is 0. */
export function recordBatch(batch: TestBatch): Buffer {
  const { records, codec = 0, pack = gzipSync } = batch;
  const baseOffset = batch.baseOffset ?? records[0]?.offset ?? 0;
  const lastOffset = batch.lastOffset ?? records.at(-1)?.offset ?? baseOffset;
  const raw = Buffer.concat(records.map((record) => recordBytes(record, baseOffset)));
  const attributes =
    codec | (batch.isLogAppendTime ? 8 : 0) | (batch.isTransactional ? 16 : 0) | (batch.isControl ? 32 : 0);
  const body = Buffer.concat([
    int32(0), // leader epoch
    Buffer.from([2]),
    int32(0), // checksum
    int16(attributes),
    int32(lastOffset - baseOffset),
    int64(batch.baseTimestamp ?? 1_000n),
    int64(batch.maxTimestamp ?? 1_000n),
    int64(batch.producerId ?? -1n),
    int16(0),
    int32(0),
    int32(batch.recordCount ?? records.length),
    codec === 0 ? raw : pack(raw),
  ]);
  return Buffer.concat([int64(BigInt(baseOffset)), int32(body.length), body]);
}

/** A message in format 0 or 1; its checksum is 0. */
export function oldMessage(magic: 0 | 1, offset: number, value: Buffer, codec = 0): Buffer {
  const timestamp = magic === 1 ? [int64(5_000n)] : [];
  const body = [int32(0), Buffer.from([magic, codec]), ...timestamp, int32(-1), int32(value.length), value];
  const bytes = Buffer.concat(body);
  return Buffer.concat([int64(BigInt(offset)), int32(bytes.length), bytes]);
}

/** A fetch answer of one topic `t`, in one of the versions 4 to 11. */
export function fetchAnswer(version: number, partitions: readonly TestPartition[]): Buffer {
  return Buffer.concat([
    int32(7), // throttle time
    ...(version >= 7 ? [int16(0), int32(0)] : []),
    int32(1),
    int16(1),
    Buffer.from('t'),
    int32(partitions.length),
    ...partitions.map((partition) => partitionBytes(version, partition)),
  ]);
}

function partitionBytes(version: number, answered: TestPartition): Buffer {
  const { partition, recordSet, aborted, lastStableOffset = 900n } = answered;
  return Buffer.concat([
    int32(partition),
    int16(0),
    int64(900n), // high watermark
    int64(lastStableOffset),
    ...(version >= 5 ? [int64(0n)] : []),
    int32(aborted === undefined ? -1 : aborted.length),
    ...(aborted ?? []).flatMap(([producerId, firstOffset]) => [int64(producerId), int64(firstOffset)]),
    ...(version >= 11 ? [int32(-1)] : []),
    int32(recordSet.length),
    recordSet,
  ]);
}

function recordBytes(record: TestRecord, baseOffset: number): Buffer {
  const headers = record.headers ?? [];
  const body = Buffer.concat([
    Buffer.from([0]),
    varlong(record.timestampDelta ?? 0n),
    varlong(BigInt(record.offset - baseOffset)),
    sized(record.key ?? null),
    sized(record.value ?? null),
    varlong(BigInt(headers.length)),
    ...headers.flatMap(([name, value]) => [sized(name), sized(value)]),
  ]);
  return Buffer.concat([varlong(BigInt(body.length)), body]);
}

function sized(bytes: Buffer | null): Buffer {
  return bytes === null ? varlong(-1n) : Buffer.concat([varlong(BigInt(bytes.length)), bytes]);
}

function varlong(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
