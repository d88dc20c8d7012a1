import { isUtf8 } from 'node:buffer';
import type { Tap } from './avsc-internals.js';
import { knownText, newTextSlots } from './known-text.js';
import { UnsoundValue } from '../errors/unsound-value.js';

const values = newTextSlots();

/**
 * Reads an Avro string whose bytes are UTF-8. avsc puts U+FFFD for what is none, so that different values become the
 * same text.
 *
 * @returns undefined past the end, as avsc does
 * @throws UnsoundValue `utf8`
 */
export function readSoundString(tap: Tap): string | undefined {
  return readShortAscii(tap) ?? readAnyString(tap);
}

/** An Avro string of whatever bytes, as avsc reads it. */
export function readTrustedString(tap: Tap): string | undefined {
  return readShortAscii(tap) ?? tap.readString();
}

/**
 * The common case, which is quicker than in avsc: a string of few bytes, all of them ASCII. Any other is undefined, and
 * nothing of it is read. Constants stand in the function, because the engine looks up those of a module at each use.
 */
function readShortAscii(tap: Tap): string | undefined {
  const { buf, pos } = tap;
  const head = buf[pos]!;
  const length = head >>> 1;
  const start = pos + 1;
  const end = start + length;
  // One byte of length, not negative. Above 63 the engine's own decoding is quicker than looking at each byte here.
  if (head > 126 || (head & 1) === 1 || end > buf.length) return undefined;
  if (length <= 12) {
    const text = length === 0 ? '' : knownText(values, buf, start, length);
    if (text !== undefined) tap.pos = end;
    return text;
  }
  let bits = 0;
  let at = start;
  for (; at + 3 < end; at += 4) bits |= buf[at]! | buf[at + 1]! | buf[at + 2]! | buf[at + 3]!;
  for (; at < end; at++) bits |= buf[at]!;
  if (bits & 0x80) return undefined;
  tap.pos = end;
  return buf.latin1Slice(start, end);
}

function readAnyString(tap: Tap): string | undefined {
  const start = tap.pos;
  const text = tap.readString() as string | undefined;
  // Decoding puts U+FFFD wherever bytes are no UTF-8; it is a character like any other as well.
  if (text !== undefined && text.includes('\ufffd')) assertUtf8(tap, start);
  return text;
}

function assertUtf8(tap: Tap, start: number): void {
  const end = tap.pos;
  tap.pos = start;
  tap.readLong();
  if (!isUtf8(tap.buf.subarray(tap.pos, end))) throw new UnsoundValue('utf8', 'has text that is not UTF-8');
  tap.pos = end;
}
