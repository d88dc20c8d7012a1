import type { ColumnEncoder } from './column-encoder.js';

/** `Nullable(String)` holding bytes as they are; no bytes and null stay apart. */
export const nullableBytesColumn: ColumnEncoder<Buffer | null> = (writer, value) => {
  writer.uint8(value === null ? 1 : 0);
  if (value !== null) writer.bytes(value);
};
