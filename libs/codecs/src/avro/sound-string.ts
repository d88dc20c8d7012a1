import { isUtf8 } from 'node:buffer';
import type { Tap } from './avsc-internals.js';
import { knownKey } from './known-keys.js';
import { maxShortText, shortText } from './short-text.js';
import { UnsoundValue } from './unsound-value.js';

/** Decoding puts it wherever bytes are no UTF-8; it is a character like any other as well. */
const replacement = '\ufffd';

/** Above it the engine's own decoding is quicker than looking at each byte here. */
const maxAsciiBytes = 63;

/**
 * Reads an Avro string whose bytes are UTF-8. avsc puts U+FFFD for what is none, so that different values become the
 * same text.
 *
 * @returns undefined past the end, as avsc does
 * @throws UnsoundValue `utf8`
 */
export function readSoundString(tap: Tap): string | undefined {
  const length = asciiLength(tap);
  return length === undefined ? readAnyString(tap) : takeAscii(tap, length);
}

/** The same for a key of a map. */
export function readSoundKey(tap: Tap): string | undefined {
  const length = asciiLength(tap);
  if (length === undefined || length > maxShortText) return readSoundString(tap);
  return takeKey(tap, length);
}

/** An Avro string of whatever bytes, as avsc reads it. */
export function readTrustedString(tap: Tap): string | undefined {
  const length = asciiLength(tap);
  return length === undefined ? tap.readString() : takeAscii(tap, length);
}

/** The same for a key of a map. */
export function readTrustedKey(tap: Tap): string | undefined {
  const length = asciiLength(tap);
  if (length === undefined || length > maxShortText) return readTrustedString(tap);
  return takeKey(tap, length);
}

/**
 * The length of the common case, which is quicker than in avsc: a string of few bytes, all of them ASCII. Undefined for
 * any other.
 */
function asciiLength({ buf, pos }: Tap): number | undefined {
  const head = buf[pos]!;
  // One byte of length, not negative.
  if (head > 2 * maxAsciiBytes || (head & 1) === 1) return undefined;
  const end = pos + 1 + (head >>> 1);
  return end <= buf.length && isAscii(buf, pos + 1, end) ? head >>> 1 : undefined;
}

function takeAscii(tap: Tap, length: number): string {
  const { buf, pos } = tap;
  const end = pos + 1 + length;
  tap.pos = end;
  return length <= maxShortText ? shortText(buf, pos + 1, length) : buf.latin1Slice(pos + 1, end);
}

function takeKey(tap: Tap, length: number): string {
  const { buf, pos } = tap;
  tap.pos = pos + 1 + length;
  return knownKey(buf, pos + 1, length);
}

function readAnyString(tap: Tap): string | undefined {
  const start = tap.pos;
  const text = tap.readString() as string | undefined;
  // The bytes are looked at again only where that character came out.
  if (text !== undefined && text.includes(replacement)) assertUtf8(tap, start);
  return text;
}

/** Costs what decoding as Latin 1 instead of UTF-8 saves. */
function isAscii(bytes: Buffer, start: number, end: number): boolean {
  let bits = 0;
  let at = start;
  for (; at + 3 < end; at += 4) bits |= bytes[at]! | bytes[at + 1]! | bytes[at + 2]! | bytes[at + 3]!;
  for (; at < end; at++) bits |= bytes[at]!;
  return (bits & 0x80) === 0;
}

function assertUtf8(tap: Tap, start: number): void {
  const end = tap.pos;
  tap.pos = start;
  tap.readLong();
  if (!isUtf8(tap.buf.subarray(tap.pos, end))) throw new UnsoundValue('utf8', 'has text that is not UTF-8');
  tap.pos = end;
}
