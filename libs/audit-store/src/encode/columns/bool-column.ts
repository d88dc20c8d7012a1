import type { ColumnEncoder } from './column-encoder.js';

/** `Bool`. */
export const boolColumn: ColumnEncoder<boolean> = (writer, value) => writer.uint8(value ? 1 : 0);
