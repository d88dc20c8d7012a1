import type { RecordHeaders } from '@spillway/streaming';
import type { ByteWriter } from '../byte-writer.js';
import type { ColumnEncoder } from './column-encoder.js';

/** `Array(Tuple(name String, value String))`: one pair per value, so that repeats keep their number and order. */
export const headersColumn: ColumnEncoder<RecordHeaders> = (writer, headers) => {
  let count = 0;
  for (const name in headers) count += valuesOf(headers[name]).length;
  writer.varuint(count);
  for (const name in headers) {
    for (const value of valuesOf(headers[name])) {
      writer.text(name);
      writeValue(writer, value);
    }
  }
};

type Values = RecordHeaders[string];

function valuesOf(value: Values): readonly (Buffer | string)[] {
  if (value === undefined || value === null) return [];
  return typeof value === 'string' || Buffer.isBuffer(value) ? [value] : (value as readonly (Buffer | string)[]);
}

function writeValue(writer: ByteWriter, value: Buffer | string): void {
  if (typeof value === 'string') writer.text(value);
  else writer.bytes(value);
}
