import type { HeaderValue, RecordHeaders } from '@spillway/streaming';
import type { ByteWriter } from '../byte-writer.js';
import type { ColumnEncoder } from './column-encoder.js';

/** `Array(Tuple(name String, value String))`: one pair per value, so that repeats keep their number and order. */
export const headersColumn: ColumnEncoder<RecordHeaders> = (writer, headers) => {
  const names = Object.keys(headers);
  let count = 0;
  for (const name of names) count += countOf(headers[name]);
  writer.varuint(count);
  for (const name of names) {
    const values = headers[name];
    if (isSeveral(values)) for (const value of values) writePair(writer, name, value);
    else if (countOf(values) > 0) writePair(writer, name, values!);
  }
};

type Values = RecordHeaders[string];

function isSeveral(values: Values): values is readonly HeaderValue[] {
  return Array.isArray(values);
}

function countOf(values: Values): number {
  if (isSeveral(values)) return values.length;
  return values === undefined || values === null ? 0 : 1;
}

function writePair(writer: ByteWriter, name: string, value: HeaderValue): void {
  writer.text(name);
  if (typeof value === 'string') writer.text(value);
  else writer.bytes(value);
}
