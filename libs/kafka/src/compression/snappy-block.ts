import { copyBack } from './copy-back.js';
import type { Span } from './span.js';
import { corrupt } from './unpack-error.js';

/** What a Snappy block says it unpacks to, and where its elements begin. */
export interface SnappyPreamble {
  readonly unpackedBytes: number;
  readonly elements: number;
}

/** Reads the length (unsigned varint, at most 32 bits) in front of a block. */
export function snappyPreamble({ buffer, start, end }: Span): SnappyPreamble {
  let unpackedBytes = 0;
  let position = start;
  for (let shift = 0; shift < 35; shift += 7) {
    if (position >= end) break;
    const byte = buffer[position++]!;
    unpackedBytes += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { unpackedBytes, elements: position };
  }
  throw corrupt('snappy', 'the length is cut short or too long');
}

/**
 * Unpacks the elements of one block into exactly `target[from, to)`.
 * Format: https://github.com/google/snappy/blob/main/format_description.txt
 *
 * @throws UnpackError `corrupt`
 */
export function unpackSnappyElements({ buffer, start, end }: Span, target: Buffer, from: number, to: number): void {
  let position = start;
  let written = from;
  while (position < end) {
    const tag = buffer[position++]!;
    let length: number;
    if ((tag & 3) === 0) {
      length = (tag >> 2) + 1;
      if (length > 60) {
        const lengthBytes = length - 60;
        if (position + lengthBytes > end) throw corrupt('snappy', 'a literal has no length');
        length = buffer.readUIntLE(position, lengthBytes) + 1;
        position += lengthBytes;
      }
      if (position + length > end || written + length > to) throw corrupt('snappy', 'a literal runs over the end');
      buffer.copy(target, written, position, position + length);
      position += length;
    } else {
      const offsetBytes = (tag & 3) === 3 ? 4 : tag & 3;
      if (position + offsetBytes > end) throw corrupt('snappy', 'a copy has no offset');
      length = offsetBytes === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
      const low = buffer.readUIntLE(position, offsetBytes);
      const offset = offsetBytes === 1 ? ((tag >> 5) << 8) + low : low;
      position += offsetBytes;
      if (offset === 0 || offset > written - from) throw corrupt('snappy', 'a copy begins before the data');
      if (written + length > to) throw corrupt('snappy', 'a copy runs over the end');
      copyBack(target, written, offset, length);
    }
    written += length;
  }
  if (written !== to) throw corrupt('snappy', `${to - written} bytes are missing`);
}
