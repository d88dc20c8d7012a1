import type { ByteWriter } from '../byte-writer.js';

/** Writes one value of a column in RowBinary. Ranges are checked before (validate-row): encoders trust their input. */
export type ColumnEncoder<T> = (writer: ByteWriter, value: T) => void;
