import type { ColumnEncoder } from './column-encoder.js';

/** `UInt64` from a safe integer. */
export const uint64Column: ColumnEncoder<number> = (writer, value) => writer.integer64(value);
