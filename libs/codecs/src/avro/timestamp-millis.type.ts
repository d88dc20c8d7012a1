import avro from 'avsc';
import type { Tap } from './avsc-internals.js';
import { BigintLongType } from './bigint-long.type.js';
import { readExactLong, writeExactLong } from './exact-long.js';
import { UnsoundValue } from '../errors/unsound-value.js';

const maxTimeMs = 8.64e15;

/** Avro `timestamp-millis` as a Date; what no Date can hold is refused. */
export class TimestampMillisType extends avro.types.LogicalType {
  _read(tap: Tap): Date {
    return this._fromValue(readExactLong(tap));
  }

  _write(tap: Tap, value: unknown): void {
    writeExactLong(tap, this._toValue(value));
  }

  override _fromValue(timeMs: number): Date {
    if (!(Math.abs(timeMs) <= maxTimeMs)) throw new UnsoundValue('logical', 'has a time that no date can hold');
    return new Date(timeMs);
  }

  override _toValue(value: unknown): number {
    const timeMs = value instanceof Date ? value.getTime() : Number.NaN;
    if (Number.isNaN(timeMs)) throw new TypeError('is not a valid date');
    return timeMs;
  }

  override _resolve(writer: avro.Type): ((value: never) => Date) | undefined {
    if (writer instanceof TimestampMillisType) return (value: Date) => value;
    if (writer instanceof BigintLongType) return (value: bigint) => this._fromValue(Number(value));
    // A writer without the annotation, or with another one: `createResolver` gives its own type name.
    return writer.typeName === 'long' || writer.typeName === 'int' ? (value) => this._fromValue(value) : undefined;
  }
}
