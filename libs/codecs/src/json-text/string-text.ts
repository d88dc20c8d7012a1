import type { Tap } from '../avro/avsc-internals.js';
import { readSoundString } from '../avro/sound-string.js';
import type { JsonBuffer } from './json-buffer.js';

const quote = 0x22;
const backslash = 0x5c;
/** Of a length in one byte. */
const maxHead = 126;

/** An Avro string: copied byte by byte in the common case, where JSON says it as it is. */
export function writeStringText(tap: Tap, out: JsonBuffer): void {
  const head = tap.buf[tap.pos]!;
  const isShort = head <= maxHead && (head & 1) === 0;
  if (!isShort || !copyPlain(tap, out, head >>> 1)) out.text(quoted(readSoundString(tap)));
}

function copyPlain(tap: Tap, out: JsonBuffer, length: number): boolean {
  const { buf } = tap;
  const start = tap.pos + 1;
  if (start + length > buf.length) return false;
  out.reserve(length + 2);
  const { bytes, position } = out;
  bytes[position] = quote;
  for (let index = 0; index < length; index++) {
    const byte = buf[start + index]!;
    if (byte < 0x20 || byte > 0x7f || byte === quote || byte === backslash) return false;
    bytes[position + 1 + index] = byte;
  }
  bytes[position + 1 + length] = quote;
  out.position = position + length + 2;
  tap.pos = start + length;
  return true;
}

function quoted(text: string | undefined): string {
  if (text === undefined) throw new RangeError('ends too early');
  return JSON.stringify(text);
}
