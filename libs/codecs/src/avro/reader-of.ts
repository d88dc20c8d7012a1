import type { AvroType, Tap, ValueReader } from './avsc-internals.js';

/** What reads the values of a type; past the end it may give undefined, as avsc does. */
export function readerOf<T>(type: AvroType): (tap: Tap) => T {
  const reader = type as unknown as ValueReader;
  return (tap) => reader._read(tap) as T;
}
