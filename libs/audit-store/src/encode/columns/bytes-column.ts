import type { ColumnEncoder } from './column-encoder.js';

/** `String` holding bytes as they are. */
export const bytesColumn: ColumnEncoder<Buffer> = (writer, value) => writer.bytes(value);
