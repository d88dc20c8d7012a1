import type { ByteReader } from './byte-reader.js';

/** Where the headers of a record lie; walked through once, so that reading them cannot fail. */
export interface HeaderSpan {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
  readonly count: number;
  /** Of names and values. */
  readonly sizeBytes: number;
  readonly hasNull: boolean;
}

/**
 * Passes the headers of a record.
 *
 * @throws MalformedRecords
 */
export function headerSpan(reader: ByteReader): HeaderSpan {
  const count = reader.varint();
  const start = reader.position;
  let sizeBytes = 0;
  let hasNull = false;
  for (let left = count; left > 0; left--) {
    sizeBytes += Math.max(0, reader.skipBytes());
    const valueBytes = reader.skipBytes();
    if (valueBytes === -1) hasNull = true;
    else sizeBytes += valueBytes;
  }
  return { buffer: reader.buffer, start, end: reader.position, count, sizeBytes, hasNull };
}
