import type { AvroType } from '../avro/avsc-internals.js';
import { readExactLong } from '../avro/exact-long.js';
import { readerOf } from '../avro/reader-of.js';
import type { JsonForm } from '../json/json-form.js';
import type { JsonTextWriter } from './json-text-writer.js';

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const yes = ascii('true');
const no = ascii('false');
const none = ascii('null');
const quote = 0x22;

export const nullText: JsonTextWriter = (_tap, out) => out.constant(none);

export const longText: JsonTextWriter = (tap, out) => out.ascii(String(readExactLong(tap)));

export function intText(type: AvroType): JsonTextWriter {
  const read = readerOf<number>(type);
  return (tap, out) => out.ascii(String(read(tap)));
}

export function booleanText(type: AvroType): JsonTextWriter {
  const read = readerOf<boolean>(type);
  return (tap, out) => out.constant(read(tap) ? yes : no);
}

/** Texts that JSON says as they are: no quotes, no backslashes, ASCII only. */
export function plainText(type: AvroType): JsonTextWriter {
  const read = readerOf<string>(type);
  return (tap, out) => {
    const text = read(tap);
    out.byte(quote);
    out.ascii(text);
    out.byte(quote);
  };
}

export function enumText(type: AvroType, symbols: readonly string[]): JsonTextWriter {
  const texts = new Map(symbols.map((symbol) => [symbol, ascii(JSON.stringify(symbol))]));
  const read = readerOf<string>(type);
  return (tap, out) => out.constant(texts.get(read(tap))!);
}

/** For any type: its value, and the JSON of that. */
export function valueText(type: AvroType, form: JsonForm): JsonTextWriter {
  const read = readerOf<never>(type);
  return (tap, out) => {
    const value = read(tap);
    // What avsc gives past the end.
    if (value === undefined) throw new RangeError('ends too early');
    out.text(JSON.stringify(form.print(value)));
  };
}
