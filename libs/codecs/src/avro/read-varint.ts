import type { Tap } from './avsc-internals.js';

/** Reads an Avro int or long as avsc does. Short, so that the engine puts the common case wherever it is called. */
export function readVarint(tap: Tap): number {
  const first = tap.buf[tap.pos]!;
  if (!(first < 0x80)) return tap.readLong();
  tap.pos++;
  return (first >>> 1) ^ -(first & 1);
}
