import type { ColumnEncoder } from './column-encoder.js';

/** `DateTime64(3)`: whole milliseconds since the epoch. */
export const datetime64Column: ColumnEncoder<number> = (writer, value) => writer.integer64(value);
