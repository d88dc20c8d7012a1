import type { Tap } from './avsc-internals.js';
import { knownText, newTextSlots } from './known-text.js';

const keys = newTextSlots();

/**
 * Reads a key of a map as `read` does. One that an object has had as a key is looked up much quicker than a new text that
 * says the same.
 *
 * @returns undefined past the end, as avsc does
 */
export function readKey(tap: Tap, read: (tap: Tap) => string | undefined): string | undefined {
  const { buf, pos } = tap;
  const head = buf[pos]!;
  const length = head >>> 1;
  const end = pos + 1 + length;
  if (!(head <= 24 && head > 0 && (head & 1) === 0 && end <= buf.length)) return read(tap);
  const key = knownText(keys, buf, pos + 1, length);
  if (key === undefined) return read(tap);
  tap.pos = end;
  return key;
}
