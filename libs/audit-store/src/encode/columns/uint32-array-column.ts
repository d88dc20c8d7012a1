import type { ColumnEncoder } from './column-encoder.js';

/** `Array(UInt32)`. */
export const uint32ArrayColumn: ColumnEncoder<readonly number[]> = (writer, values) => {
  writer.varuint(values.length);
  for (const value of values) writer.uint32(value);
};
