import type { ColumnEncoder } from './column-encoder.js';

/** `Int32`. */
export const int32Column: ColumnEncoder<number> = (writer, value) => writer.int32(value);
