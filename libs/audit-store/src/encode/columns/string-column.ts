import type { ColumnEncoder } from './column-encoder.js';

/** `String`, also under `LowCardinality`. */
export const stringColumn: ColumnEncoder<string> = (writer, value) => writer.text(value);
