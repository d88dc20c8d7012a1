import type { Tap } from './avsc-internals.js';

const words = new Int32Array(2);
const double = new Float64Array(words.buffer);

/** Reads an Avro double; past the end it is 0, as avsc has it. Node's own way puts every byte down by itself. */
export function readDouble(tap: Tap): number {
  const { buf, pos } = tap;
  tap.pos = pos + 8;
  if (pos + 8 > buf.length) return 0;
  words[0] = buf[pos]! | (buf[pos + 1]! << 8) | (buf[pos + 2]! << 16) | (buf[pos + 3]! << 24);
  words[1] = buf[pos + 4]! | (buf[pos + 5]! << 8) | (buf[pos + 6]! << 16) | (buf[pos + 7]! << 24);
  return double[0]!;
}
