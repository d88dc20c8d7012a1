import { isUtf8 } from 'node:buffer';
import type { RecordHeaders } from '../../ports/record.js';

/** A control header that is not to be believed; the message names it and what is wrong, never its value. */
export class ForgedHeader extends Error {
  override readonly name = 'ForgedHeader';

  constructor(header: string, problem: string) {
    super(`${header} ${problem}`);
  }
}

const maxTextBytes = 256;
/** Decimal digits that are an exact number whatever they are. */
const safeDigits = 15;

/**
 * The text of a header of ours.
 *
 * @returns undefined when absent
 * @throws ForgedHeader when it repeats, is not UTF-8, is empty, longer than 256 bytes or holds control characters
 */
export function controlText(headers: RecordHeaders, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' && !Buffer.isBuffer(value)) throw new ForgedHeader(name, 'repeats, or is null');
  if (value.length === 0) throw new ForgedHeader(name, 'is empty');
  if (value.length > maxTextBytes) throw new ForgedHeader(name, 'is longer than 256 bytes');
  if (isPrintableAscii(value)) return typeof value === 'string' ? value : value.toString('latin1');
  if (typeof value !== 'string' && !isUtf8(value)) throw new ForgedHeader(name, 'is not UTF-8 text');
  const text = value.toString();
  if (/\p{Cc}/u.test(text)) throw new ForgedHeader(name, 'holds control characters');
  return text;
}

/**
 * The whole number in a header of ours, written as `String(number)` writes it.
 *
 * @throws ForgedHeader when it is another text or outside of the range
 */
export function controlInteger(
  headers: RecordHeaders,
  name: string,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  const written = headers[name];
  const digits = typeof written === 'string' || Buffer.isBuffer(written) ? digitsOf(written) : -1;
  const value = digits === -1 ? integerOf(controlText(headers, name)) : digits;
  if (value === undefined || (value >= range.min && value <= range.max)) return value;
  throw new ForgedHeader(name, `is no whole number from ${range.min} to ${range.max}`);
}

/** Undefined without a text, NaN for a text that is none. */
function integerOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^(?:0|-?[1-9][0-9]{0,20})$/.test(text) ? Number(text) : Number.NaN;
}

/** The number in a few plain digits without a text in between, since rebuilding reads millions; -1 for anything else. */
function digitsOf(written: Buffer | string): number {
  const { length } = written;
  if (length === 0 || length > safeDigits || (codeAt(written, 0) === 0x30 && length > 1)) return -1;
  let value = 0;
  for (let index = 0; index < length; index++) {
    const digit = codeAt(written, index) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function isPrintableAscii(written: Buffer | string): boolean {
  for (let index = 0; index < written.length; index++) {
    const code = codeAt(written, index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

function codeAt(written: Buffer | string, index: number): number {
  return typeof written === 'string' ? written.charCodeAt(index) : written[index]!;
}

/** @throws ForgedHeader when the header is absent */
export function present<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new ForgedHeader(name, 'is missing');
  return value;
}
