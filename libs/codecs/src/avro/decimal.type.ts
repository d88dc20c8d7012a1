import avro from 'avsc';
import { readUnscaled, unscaledLength, writeUnscaled } from '../decimal/decimal-bytes.js';
import type { DecimalFormat } from '../decimal/decimal-format.js';
import { formatDecimal } from '../decimal/format-decimal.js';
import { parseDecimal } from '../decimal/parse-decimal.js';
import { parseSmallDecimal } from '../decimal/parse-small-decimal.js';
import type { Tap } from './avsc-internals.js';
import { isReadable } from './is-readable.js';
import { UnsoundValue } from '../errors/unsound-value.js';

const maxBytes = 64;

/** Avro `decimal` on bytes or a fixed as exact text with the contract's scale; reads and writes in place. */
export class DecimalType extends avro.types.LogicalType implements DecimalFormat {
  readonly precision: number;
  readonly scale: number;
  readonly #limit: bigint;
  readonly #numberLimit: number;
  /** Of a fixed. */
  readonly #sizeBytes: number | undefined;

  constructor(schema: avro.Schema, options?: unknown) {
    super(schema, options);
    const { type, precision, scale = 0, size } = schema as Readonly<Record<string, unknown>>;
    if (!(type === 'bytes' || type === 'fixed') || !isCount(precision, 1) || !isCount(scale, 0) || scale > precision) {
      throw new TypeError('decimal is used on bytes or a fixed, with a precision and a scale of at most that');
    }
    this.#sizeBytes = type === 'fixed' ? Number(size) : undefined;
    if (this.#sizeBytes !== undefined && precision > digitsIn(this.#sizeBytes)) {
      throw new TypeError(`a fixed of ${this.#sizeBytes} bytes does not hold a decimal of ${precision} digits`);
    }
    this.precision = precision;
    this.scale = scale;
    this.#limit = 10n ** BigInt(precision);
    this.#numberLimit = Number(this.#limit);
  }

  _read(tap: Tap): string {
    return formatDecimal(this.readUnscaled(tap), this.scale);
  }

  /** A number when it is short, a bigint otherwise. @throws UnsoundValue `logical` · RangeError past the end */
  readUnscaled(tap: Tap): number | bigint {
    const length = this.#sizeBytes ?? tap.readLong();
    const start = tap.pos;
    if (length < 0 || length > maxBytes) throw new UnsoundValue('logical', 'has a decimal of impossible length');
    tap.pos = start + length;
    if (tap.pos > tap.buf.length) throw new RangeError('ends too early');
    return this.#unscaled(tap.buf, start, length);
  }

  _write(tap: Tap, value: unknown): void {
    const unscaled = this.#parse(value);
    const length = this.#sizeBytes ?? unscaledLength(unscaled);
    if (this.#sizeBytes === undefined) tap.writeLong(length);
    // As avsc does: past the end only the position moves on, which tells the caller how much is missing.
    if (tap.pos + length <= tap.buf.length) writeUnscaled(unscaled, tap.buf, tap.pos, length);
    tap.pos += length;
  }

  override _fromValue(bytes: Buffer): string {
    return formatDecimal(this.#unscaled(bytes, 0, bytes.length), this.scale);
  }

  override _toValue(value: unknown): Buffer {
    const unscaled = this.#parse(value);
    const bytes = Buffer.alloc(this.#sizeBytes ?? unscaledLength(unscaled));
    writeUnscaled(unscaled, bytes, 0, bytes.length);
    return bytes;
  }

  /** Part of the schema's text, by which schemas are compared. */
  override _export(schema: avro.Schema): void {
    Object.assign(schema, { precision: this.precision, scale: this.scale });
  }

  /** Another scale would mean other amounts: only an equal one is read, from a writer that promises no more digits. */
  override _resolve(writer: avro.Type): ((value: unknown) => unknown) | undefined {
    if (!(writer instanceof DecimalType) || !isReadable(this.underlyingType, writer.underlyingType)) return undefined;
    return writer.scale === this.scale && writer.precision <= this.precision ? (value) => value : undefined;
  }

  #unscaled(buffer: Buffer, start: number, length: number): number | bigint {
    const unscaled = readUnscaled(buffer, start, length);
    const small = typeof unscaled === 'number';
    if (small ? Math.abs(unscaled) >= this.#numberLimit : unscaled >= this.#limit || unscaled <= -this.#limit) {
      throw new UnsoundValue('logical', `has a decimal of more than ${this.precision} digits`);
    }
    return unscaled;
  }

  #parse(value: unknown): number | bigint {
    if (typeof value !== 'string') throw new TypeError('is not a decimal in text form');
    const small = parseSmallDecimal(value, this);
    if (small !== undefined) return small;
    const { unscaled, problem } = parseDecimal(value, this);
    if (problem !== undefined) throw new RangeError(problem);
    return unscaled;
  }
}

/** The most digits that a signed number of so many bytes always holds. */
function digitsIn(bytes: number): number {
  return Math.floor(Math.log10(2) * (8 * bytes - 1));
}

function isCount(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= 100;
}
