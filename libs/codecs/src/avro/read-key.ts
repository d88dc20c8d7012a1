import type { Tap } from './avsc-internals.js';

const keys: string[] = Array.from({ length: 256 }, () => '');

/**
 * Reads a key of a map as `read` does. The same few short ones come again and again: one that an object has had as a key
 * is looked up much quicker than a new text that says the same, and costs no text. As many are remembered as there are
 * slots.
 *
 * @returns undefined past the end, as avsc does
 */
export function readKey(tap: Tap, read: (tap: Tap) => string | undefined): string | undefined {
  const { buf, pos } = tap;
  const head = buf[pos]!;
  const length = head >>> 1;
  const end = pos + 1 + length;
  if (!(head <= 24 && (head & 1) === 0 && end <= buf.length)) return read(tap);
  const slot = (buf[pos + 1]! * 31 + buf[end - 1]! * 7 + length) & 255;
  const known = keys[slot]!;
  if (known.length === length && says(known, buf, pos + 1)) {
    tap.pos = end;
    return known;
  }
  const key = read(tap);
  // As long as its bytes: nothing but ASCII.
  if (key?.length === length) keys[slot] = key;
  return key;
}

function says(text: string, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[at + index]) return false;
  }
  return true;
}
