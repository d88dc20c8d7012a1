import { GrowingOutput } from './growing-output.js';
import { unpackLz4Block } from './lz4-block.js';
import type { Span } from './span.js';
import { corrupt, overLimit } from './unpack-error.js';

const magic = 0x184d2204;
const storedBit = 0x8000_0000;

interface Frame {
  readonly maxBlockBytes: number;
  readonly hasBlockChecksum: boolean;
  /** Where the first block begins. */
  readonly blocks: number;
}

/**
 * Unpacks one LZ4 frame, as Kafka's clients write it; bytes behind its end mark are left alone, as the Java client does.
 * Checksums are skipped: the record batch has its own over all of this, which the broker checked.
 * Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 *
 * @param maxBytes most bytes of the result; memory grows with what is unpacked, never beyond this
 * @throws UnpackError
 */
export function unpackLz4(packed: Buffer, maxBytes: number): Buffer {
  const { maxBlockBytes, hasBlockChecksum, blocks } = readFrame(packed);
  const output = new GrowingOutput(Math.max(1_024, packed.length * 4), maxBytes);
  for (let position = blocks; ;) {
    if (position + 4 > packed.length) throw corrupt('lz4', 'the end mark is missing');
    const word = packed.readUInt32LE(position);
    if (word === 0) return output.result();
    const start = position + 4;
    const end = start + (word % storedBit);
    if (end > packed.length || end - start > maxBlockBytes) throw corrupt('lz4', 'a block runs over the end');
    if (word < storedBit) unpackLz4Block({ buffer: packed, start, end }, output, maxBlockBytes);
    else copyStored({ buffer: packed, start, end }, output);
    position = end + (hasBlockChecksum ? 4 : 0);
  }
}

function copyStored({ buffer, start, end }: Span, output: GrowingOutput): void {
  const room = output.makeRoom(end - start) - output.written;
  if (end - start > room) throw overLimit('lz4', output.maxBytes);
  output.written += buffer.copy(output.target, output.written, start, end);
}

function readFrame(packed: Buffer): Frame {
  if (packed.length < 7 || packed.readUInt32LE(0) !== magic) throw corrupt('lz4', 'it does not begin as a frame');
  const flags = packed[4]!;
  const blockSize = (packed[5]! >> 4) & 7;
  if (flags >> 6 !== 1) throw corrupt('lz4', `version ${flags >> 6} is unknown`);
  if ((flags & 1) !== 0) throw corrupt('lz4', 'it needs a dictionary');
  if (blockSize < 4) throw corrupt('lz4', `block size ${blockSize} is unknown`);
  const contentSizeBytes = (flags & 8) === 0 ? 0 : 8;
  return {
    maxBlockBytes: 2 ** (8 + 2 * blockSize),
    hasBlockChecksum: (flags & 16) !== 0,
    blocks: 6 + contentSizeBytes + 1,
  };
}
