import type { ColumnEncoder } from './column-encoder.js';

/** `Nullable(DateTime64(3))`. */
export const nullableDatetime64Column: ColumnEncoder<number | null> = (writer, value) => {
  writer.uint8(value === null ? 1 : 0);
  if (value !== null) writer.integer64(value);
};
