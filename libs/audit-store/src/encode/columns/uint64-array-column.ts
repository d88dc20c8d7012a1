import type { ColumnEncoder } from './column-encoder.js';

/** `Array(UInt64)` from safe integers. */
export const uint64ArrayColumn: ColumnEncoder<readonly number[]> = (writer, values) => {
  writer.varuint(values.length);
  for (const value of values) writer.integer64(value);
};
