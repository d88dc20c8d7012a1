import type { ColumnEncoder } from './column-encoder.js';

/** `FixedString(N)`: exactly N bytes, no length in front. */
export const fixedBytesColumn: ColumnEncoder<Buffer> = (writer, value) => writer.raw(value);
