import type { ColumnEncoder } from './column-encoder.js';

/** `UInt32`. */
export const uint32Column: ColumnEncoder<number> = (writer, value) => writer.uint32(value);
