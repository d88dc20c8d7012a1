import avro from 'avsc';
import type { Tap } from './avsc-internals.js';
import { readExactLong, writeExactLong } from './exact-long.js';

type Hook = (value: unknown, type: unknown) => void;

/** Avro `long` as a number, exact or refused. */
export class ExactLongType extends avro.types.LongType {
  _read(tap: Tap): number {
    return readExactLong(tap);
  }

  _write(tap: Tap, value: unknown): void {
    if (!Number.isSafeInteger(value)) throw new RangeError('is not a whole number within 53 bits');
    writeExactLong(tap, value as number);
  }

  _check(value: unknown, _flags: number, hook: Hook | undefined): boolean {
    const sound = Number.isSafeInteger(value);
    if (!sound) hook?.(value, this);
    return sound;
  }
}
