import { readUnscaled, unscaledLength, writeUnscaled } from '../decimal/decimal-bytes.js';
import type { TextForm } from './text-form.js';

const form = /^(-?)(\d+)(?:\.(\d+))?$/;
/** Of digits: nothing that counts something has more, and an exponent may ask for any number of zeros. */
const maxDigits = 150;
const maxBytes = 64;

/** Avro `big-decimal`: a decimal that carries its own scale. Its bytes are the length and bytes of the number, then the scale. */
export const bigDecimalForm: TextForm = {
  rule: `must be a decimal in a string, of at most ${maxDigits} digits`,
  parse(text) {
    const [, sign, whole, fraction = ''] = form.exec(text) ?? [];
    if (whole === undefined || whole.length + fraction.length > maxDigits) return undefined;
    const digits = BigInt(whole + fraction);
    const unscaled = sign === '-' ? -digits : digits;
    const length = unscaledLength(unscaled);
    const bytes = Buffer.alloc(length);
    writeUnscaled(unscaled, bytes, 0, length);
    return Buffer.concat([varint(length), bytes, varint(fraction.length)]);
  },
  print(value) {
    const bytes = value as Buffer;
    const length = readVarint(bytes, 0);
    if (length === undefined || length.value < 0 || length.value > maxBytes) return undefined;
    const scale = readVarint(bytes, length.end + length.value);
    if (scale === undefined || scale.end !== bytes.length || Math.abs(scale.value) > maxDigits) return undefined;
    return decimalText(BigInt(readUnscaled(bytes, length.end, length.value)), scale.value);
  },
};

/** A negative scale is written out: it has no text of its own. */
function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled);
  if (scale <= 0) return unscaled === 0n ? '0' : sign + digits + '0'.repeat(-scale);
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value * 2;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** Zigzag, of a small number; undefined when it is cut short or large. */
function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } | undefined {
  let coded = 0;
  for (let index = 0; index < 3; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) return undefined;
    coded += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { value: coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2, end: start + index + 1 };
  }
  return undefined;
}
