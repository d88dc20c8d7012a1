import avro from 'avsc';
import type { AvroType, Tap } from './avsc-internals.js';
import { readExactLong } from './exact-long.js';
import { readDouble } from './read-double.js';
import { UnsoundValue } from '../errors/unsound-value.js';

type Read = (this: unknown, tap: Tap) => number | undefined;
type Hook = (value: unknown, type: unknown) => void;

/** What avsc's numbers are made of; its typings leave it out. */
interface NumberInternals {
  _read: Read;
  _write(tap: Tap, value: unknown): void;
  _update(resolver: { _read: Read | null }, writer: AvroType): void;
}

/** For the numbers of contracts: JSON has no word for infinity, nor for what is no number. */
function finite<Base extends new () => avro.types.DoubleType | avro.types.FloatType>(
  base: Base,
  round: (value: number) => number,
) {
  const inherited = base.prototype as unknown as NumberInternals;
  // A mixin's constructor has to take whatever comes.
  return class extends (base as new (...rest: never[]) => AvroType) {
    _read(tap: Tap): number | undefined {
      return finiteNumber(inherited._read.call(this, tap));
    }

    _write(tap: Tap, value: unknown): void {
      if (!Number.isFinite(value)) throw new TypeError('is not a finite number');
      inherited._write.call(this, tap, value);
    }

    _check(value: unknown, _flags: number, hook: Hook | undefined): boolean {
      const isSound = Number.isFinite(value);
      if (!isSound) hook?.(value, this);
      return isSound;
    }

    _update(resolver: { _read: Read | null }, writer: AvroType): void {
      inherited._update.call(this, resolver, writer);
      const inheritedRead = resolver._read;
      if (inheritedRead === null) return;
      // avsc reads a promoted long by itself, and changes its sign below −2^52.
      const read = writer.typeName === 'long' ? readExactLong : (tap: Tap) => inheritedRead.call(writer, tap);
      resolver._read = (tap) => {
        const value = finiteNumber(read(tap));
        return value === undefined ? undefined : round(value);
      };
    }
  };
}

/** Past the end there is none. */
function finiteNumber(value: number | undefined): number | undefined {
  if (Number.isFinite(value) || value === undefined) return value;
  throw new UnsoundValue('logical', 'has a number that is not finite');
}

/** Avro `double`, without infinity. */
export class FiniteDoubleType extends finite(avro.types.DoubleType, (value) => value) {
  override _read(tap: Tap): number | undefined {
    return finiteNumber(readDouble(tap));
  }
}

/** A whole number that is read as a float is one of those that a float can hold, as everywhere else. */
export const FiniteFloatType = finite(avro.types.FloatType, Math.fround);
