import type { Tap } from './avsc-internals.js';
import { UnsoundValue } from '../errors/unsound-value.js';

const lowBits = 28;
const halfLow = 2 ** (lowBits - 1);
const maxLongBytes = 10;

/**
 * Reads an Avro long. avsc's own reader and writer double the number on the way (zigzag), so that below −2^52 it comes
 * back as another one, with the other sign; here the halves are kept apart.
 *
 * @throws UnsoundValue `range` beyond ±(2^53 − 1)
 */
export function readExactLong(tap: Tap): number {
  const { buf } = tap;
  const start = tap.pos;
  let byte = buf[tap.pos++]!;
  let low = byte & 0x7f;
  for (let shift = 7; byte & 0x80 && shift < lowBits; shift += 7) {
    byte = buf[tap.pos++]!;
    low |= (byte & 0x7f) << shift;
  }
  let magnitude = low >>> 1;
  for (let factor = halfLow; byte & 0x80; factor *= 128) {
    if (tap.pos - start >= maxLongBytes) throw new UnsoundValue('range', 'has a long of more than 64 bits');
    byte = buf[tap.pos++]!;
    magnitude += (byte & 0x7f) * factor;
  }
  const value = low & 1 ? -magnitude - 1 : magnitude;
  if (!Number.isSafeInteger(value)) throw new UnsoundValue('range', 'has a long beyond 53 bits');
  return value;
}

/** Writes a safe integer as an Avro long. */
export function writeExactLong(tap: Tap, value: number): void {
  if (Math.abs(value) < 2 ** 30) {
    tap.writeLong(value);
    return;
  }
  const { buf } = tap;
  const sign = value < 0 ? 1 : 0;
  const magnitude = sign === 1 ? -value - 1 : value;
  let low = (magnitude % halfLow) * 2 + sign;
  for (let group = 0; group < lowBits / 7; group++) {
    buf[tap.pos++] = (low & 0x7f) | 0x80;
    low >>>= 7;
  }
  let high = Math.floor(magnitude / halfLow);
  for (; high > 0x7f; high >>>= 7) buf[tap.pos++] = (high & 0x7f) | 0x80;
  buf[tap.pos++] = high;
}
