import { copyBack } from './copy-back.js';
import type { GrowingOutput } from './growing-output.js';
import type { Span } from './span.js';
import { corrupt, overLimit, type UnpackError } from './unpack-error.js';

const minMatchBytes = 4;

/**
 * Unpacks one LZ4 block behind what the output holds already, to which its matches may reach back.
 * Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 *
 * @param maxBlockBytes most bytes that the frame says a block has
 * @throws UnpackError
 */
export function unpackLz4Block({ buffer, start, end }: Span, output: GrowingOutput, maxBlockBytes: number): void {
  const limit = output.makeRoom(maxBlockBytes);
  const { target } = output;
  let position = start;
  let { written } = output;
  const readLength = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let byte = 255; byte === 255; length += byte) {
      if (position >= end) throw corrupt('lz4', 'a length is cut short');
      byte = buffer[position++]!;
    }
    return length;
  };
  while (position < end) {
    const token = buffer[position++]!;
    const literals = readLength(token >> 4);
    if (position + literals > end) throw corrupt('lz4', 'a literal runs over the end');
    if (written + literals > limit) throw noRoom(output, limit);
    buffer.copy(target, written, position, position + literals);
    position += literals;
    written += literals;
    if (position === end) {
      // The last sequence of a block ends with its literals.
      output.written = written;
      return;
    }
    if (position + 2 > end) throw corrupt('lz4', 'a match has no offset');
    const offset = buffer.readUInt16LE(position);
    position += 2;
    if (offset === 0 || offset > written) throw corrupt('lz4', 'a match begins before the data');
    const length = readLength(token & 15) + minMatchBytes;
    if (written + length > limit) throw noRoom(output, limit);
    copyBack(target, written, offset, length);
    written += length;
  }
  throw corrupt('lz4', 'a block ends without its last literals');
}

function noRoom({ maxBytes }: GrowingOutput, limit: number): UnpackError {
  return limit === maxBytes ? overLimit('lz4', maxBytes) : corrupt('lz4', 'a block is larger than announced');
}
