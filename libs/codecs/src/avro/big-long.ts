import type { Tap } from './avsc-internals.js';
import { UnsoundValue } from '../errors/unsound-value.js';

const maxLongBytes = 10;

/**
 * Reads an Avro long of all 64 bits.
 *
 * @throws UnsoundValue `range` when it has more
 */
export function readBigLong(tap: Tap): bigint {
  const start = tap.pos;
  let coded = 0n;
  for (let byte = 0x80; byte & 0x80;) {
    if (tap.pos - start >= maxLongBytes) throw new UnsoundValue('range', 'has a long of more than 64 bits');
    const shift = BigInt(7 * (tap.pos - start));
    // Past the end there is nothing: the caller sees by the position that bytes are missing.
    byte = tap.buf[tap.pos++] ?? 0;
    coded |= BigInt(byte & 0x7f) << shift;
  }
  return BigInt.asIntN(64, (coded >> 1n) ^ -(coded & 1n));
}

/** Writes a number of 64 bits as an Avro long. */
export function writeBigLong(tap: Tap, value: bigint): void {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; rest > 0x7fn; rest >>= 7n) tap.buf[tap.pos++] = Number(rest & 0x7fn) | 0x80;
  tap.buf[tap.pos++] = Number(rest);
}
