import avro from 'avsc';
import type { Tap, ValueReader } from './avsc-internals.js';
import { readBigLong, writeBigLong } from './big-long.js';

type Hook = (value: unknown, type: unknown) => void;
const fromJson = 2;
const toJson = 3;

/** Whether a contract wants the values of a long as `bigint`: `{ "type": "long", "spillway.long": "bigint" }`. */
export function isBigintLong(schema: unknown): boolean {
  const { type, 'spillway.long': form } = schema as { readonly type?: unknown; readonly 'spillway.long'?: unknown };
  return type === 'long' && form === 'bigint';
}

/** An Avro long whose values are `bigint`: all of 64 bits. A logical type to avsc, so that unions ask it for its values. */
export class BigintLongType extends avro.types.LogicalType {
  constructor(options?: unknown) {
    super({ type: 'long' }, options);
  }

  _read(tap: Tap): bigint {
    return readBigLong(tap);
  }

  _write(tap: Tap, value: unknown): void {
    if (!isLong(value)) throw new RangeError('is not a bigint of 64 bits');
    writeBigLong(tap, value);
  }

  _check(value: unknown, _flags: number, hook: Hook | undefined): boolean {
    if (isLong(value)) return true;
    hook?.(value, this);
    return false;
  }

  /** A default stands in a schema as a number. */
  _copy(value: unknown, options: { readonly coerce?: number } | undefined): unknown {
    if (options?.coerce === fromJson) return BigInt(value as number);
    return options?.coerce === toJson ? Number(value) : value;
  }

  /** avsc would read a long of others as a number first, which holds 53 bits. */
  _update(resolver: { _read?: (tap: Tap) => bigint }, writer: avro.Type): void {
    // What else its writer saw in the number is its own.
    const below = writer instanceof avro.types.LogicalType ? writer.underlyingType : writer;
    if (below.typeName === 'long') resolver._read = readBigLong;
    else if (below.typeName === 'int') {
      const reader = below as unknown as ValueReader;
      resolver._read = (tap) => BigInt((reader._read(tap) as number | undefined) ?? 0);
    }
  }

  /** What makes it another type than a long of numbers. */
  override _export(schema: avro.Schema): void {
    Object.assign(schema as object, { 'spillway.long': 'bigint' });
  }

  override _fromValue(value: number | bigint): bigint {
    return BigInt(value);
  }

  override _toValue(value: unknown): unknown {
    return isLong(value) ? value : undefined;
  }

  override _resolve(): undefined {
    return undefined;
  }
}

function isLong(value: unknown): value is bigint {
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
}
