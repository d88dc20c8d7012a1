import type { ColumnEncoder } from './column-encoder.js';

/** `Enum8` by its numbers. */
export function enum8Column<T extends string>(numbers: Readonly<Record<T, number>>): ColumnEncoder<T> {
  return (writer, value) => writer.uint8(numbers[value]);
}
