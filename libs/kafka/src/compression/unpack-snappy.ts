import { snappyPreamble, unpackSnappyElements } from './snappy-block.js';
import type { Span } from './span.js';
import { corrupt, overLimit } from './unpack-error.js';

/** What snappy-java's stream, and so Kafka's Java client, puts in front; two version numbers follow. */
const streamMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const streamHeaderBytes = 16;

/**
 * Unpacks Snappy as it occurs in Kafka: framed by snappy-java (`\x82SNAPPY\0`, two versions, then blocks with their length
 * as int32 in front; the Java client, kafka-python) or one bare block (librdkafka, sarama). The length of each block is
 * written in it, so nothing is allocated for data over the limit.
 * Framing: https://github.com/xerial/snappy-java/blob/master/src/main/java/org/xerial/snappy/SnappyOutputStream.java
 *
 * @param maxBytes most bytes of the result
 * @throws UnpackError
 */
export function unpackSnappy(packed: Buffer, maxBytes: number): Buffer {
  const blocks = isStream(packed)
    ? streamBlocks(packed)
    : [{ buffer: packed, start: 0, end: packed.length } satisfies Span];
  const preambles = blocks.map(snappyPreamble);
  const total = preambles.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  if (total > maxBytes) throw overLimit('snappy', maxBytes);
  const unpacked = Buffer.allocUnsafe(total);
  let written = 0;
  for (const [index, { unpackedBytes, elements }] of preambles.entries()) {
    const block = { ...blocks[index]!, start: elements };
    unpackSnappyElements(block, unpacked, written, written + unpackedBytes);
    written += unpackedBytes;
  }
  return unpacked;
}

function isStream(packed: Buffer): boolean {
  return packed.length >= streamHeaderBytes && packed.compare(streamMagic, 0, streamMagic.length, 0, 8) === 0;
}

function streamBlocks(packed: Buffer): Span[] {
  const blocks: Span[] = [];
  let position = streamHeaderBytes;
  while (position < packed.length) {
    if (position + 4 > packed.length) throw corrupt('snappy', 'a block has no length');
    const start = position + 4;
    const end = start + packed.readInt32BE(position);
    if (end < start || end > packed.length) throw corrupt('snappy', 'a block runs over the end');
    blocks.push({ buffer: packed, start, end });
    position = end;
  }
  return blocks;
}
