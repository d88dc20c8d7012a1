import { shortText } from './short-text.js';

const slots = 256;
const keys: string[] = Array.from({ length: slots }, () => '');

/**
 * ASCII bytes, of at most `maxShortText`, as text for keys of maps: the same few come again and again, and one that an object has had as a key is
 * looked up much quicker than a new text that says the same. As many are remembered as there are slots.
 */
export function knownKey(bytes: Uint8Array, at: number, length: number): string {
  if (length === 0) return '';
  const slot = (bytes[at]! * 31 + bytes[at + length - 1]! * 7 + length) & (slots - 1);
  const known = keys[slot]!;
  if (known.length === length && says(known, bytes, at)) return known;
  return (keys[slot] = shortText(bytes, at, length));
}

function says(text: string, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[at + index]) return false;
  }
  return true;
}
