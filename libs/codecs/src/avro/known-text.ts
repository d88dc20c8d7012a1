import { shortText } from './short-text.js';

/** Of values and of keys apart: values that differ from event to event would push the keys out. */
export type TextSlots = string[];

const slotCount = 1_024;

/** Room for as many texts as there are slots. */
export const newTextSlots = (): TextSlots => Array.from({ length: slotCount }, () => '');

/**
 * A text of 1 to 12 ASCII bytes, which may be one that was read before: currencies, countries, names of channels and keys
 * of maps come again and again, and comparing bytes is quicker than making a text, and costs no memory.
 *
 * @returns undefined when the bytes are not all ASCII
 */
export function knownText(slots: TextSlots, bytes: Uint8Array, start: number, length: number): string | undefined {
  const last = start + length - 1;
  const mixed = bytes[start]! + bytes[start + (length >>> 1)]! * 17 + bytes[last]! * 113 + length * 31;
  // The last but one: numbers differ at their ends.
  const slot = (length > 1 ? mixed + bytes[last - 1]! * 59 : mixed) & 1_023;
  const known = slots[slot]!;
  if (known.length === length && says(known, bytes, start)) return known;
  let bits = 0;
  for (let at = start; at <= last; at++) bits |= bytes[at]!;
  return bits & 0x80 ? undefined : (slots[slot] = shortText(bytes, start, length));
}

function says(text: string, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[at + index]) return false;
  }
  return true;
}
