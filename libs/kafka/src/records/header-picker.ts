import type { ByteReader } from './byte-reader.js';

export type PickedHeaders = Record<string, string | Buffer | (string | Buffer)[]>;

/** Values longer than this stay bytes. */
const longestText = 64;
const slots = 256;

/** A name that is wanted, and the text its value had in the record before. */
interface Wanted {
  readonly name: string;
  lastText: string | undefined;
}

/**
 * Picks a few headers out of the many that copies in a retry topic carry, short plain values as text. What is not wanted
 * is mostly passed for its length and two of its bytes; a value that is the same as in the record before is not made again.
 */
export class HeaderPicker {
  readonly #wanted = new Array<Wanted[] | undefined>(slots).fill(undefined);

  /** @param names in ASCII */
  constructor(names: readonly string[]) {
    for (const name of names) {
      const bytes = Buffer.from(name);
      (this.#wanted[slotOf(bytes, 0, bytes.length)] ??= []).push({ name, lastText: undefined });
    }
  }

  /** A name that repeats has an array. */
  pick(reader: ByteReader, count: number): PickedHeaders {
    const { buffer } = reader;
    const picked: PickedHeaders = {};
    for (let left = count; left > 0; left--) {
      const nameLength = Math.max(0, reader.skipBytes());
      const nameAt = reader.position - nameLength;
      const valueLength = Math.max(0, reader.skipBytes());
      const wanted = this.#find(buffer, nameAt, nameLength);
      if (wanted === undefined) continue;
      const value = valueOf(wanted, buffer, reader.position - valueLength, valueLength);
      const earlier = picked[wanted.name];
      if (Array.isArray(earlier)) earlier.push(value);
      else picked[wanted.name] = earlier === undefined ? value : [earlier, value];
    }
    return picked;
  }

  #find(buffer: Buffer, at: number, length: number): Wanted | undefined {
    const candidates = length === 0 ? undefined : this.#wanted[slotOf(buffer, at, length)];
    return candidates?.find(({ name }) => name.length === length && isText(name, buffer, at));
  }
}

function slotOf(buffer: Buffer, at: number, length: number): number {
  const last = buffer[at + length - 1]!;
  const middle = buffer[at + (length >>> 1)]!;
  return (length * 7 + last * 31 + middle * 131) & (slots - 1);
}

function valueOf(wanted: Wanted, buffer: Buffer, at: number, length: number): string | Buffer {
  const { lastText } = wanted;
  if (length === lastText?.length && isText(lastText, buffer, at)) return lastText;
  if (length > longestText || !isPrintableAscii(buffer, at, at + length)) return buffer.subarray(at, at + length);
  wanted.lastText = buffer.toString('latin1', at, at + length);
  return wanted.lastText;
}

/** Whether the bytes are those of a plain text. */
function isText(text: string, buffer: Buffer, at: number): boolean {
  // Numbers that count up differ at their end.
  for (let index = text.length - 1; index >= 0; index--) {
    if (text.charCodeAt(index) !== buffer[at + index]) return false;
  }
  return true;
}

function isPrintableAscii(buffer: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (buffer[index]! < 0x20 || buffer[index]! > 0x7e) return false;
  return true;
}
