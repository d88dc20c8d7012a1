import avro from 'avsc';
import { readUnscaled, unscaledLength, writeUnscaled } from '../decimal/decimal-bytes.js';
import type { DecimalFormat } from '../decimal/decimal-format.js';
import { formatDecimal } from '../decimal/format-decimal.js';
import { parseDecimal } from '../decimal/parse-decimal.js';
import { parseSmallDecimal } from '../decimal/parse-small-decimal.js';
import type { Tap } from './avsc-internals.js';
import { UnsoundValue } from './unsound-value.js';

const maxBytes = 64;

/** Avro `decimal` on bytes as exact text with the contract's scale; reads and writes in place. */
export class DecimalType extends avro.types.LogicalType implements DecimalFormat {
  readonly precision: number;
  readonly scale: number;
  readonly #limit: bigint;
  readonly #numberLimit: number;

  constructor(schema: avro.Schema, options?: unknown) {
    super(schema, options);
    const { type, precision, scale = 0 } = schema as { type?: unknown; precision?: unknown; scale?: unknown };
    if (type !== 'bytes' || !isCount(precision, 1) || !isCount(scale, 0) || scale > precision) {
      throw new TypeError('decimal is used on bytes, with a precision and a scale of at most that');
    }
    this.precision = precision;
    this.scale = scale;
    this.#limit = 10n ** BigInt(precision);
    this.#numberLimit = Number(this.#limit);
  }

  _read(tap: Tap): string {
    const length = tap.readLong();
    const start = tap.pos;
    if (length < 0 || length > maxBytes) throw new UnsoundValue('logical', 'has a decimal of impossible length');
    tap.pos = start + length;
    if (tap.pos > tap.buf.length) throw new RangeError('ends too early');
    return this.#format(tap.buf, start, length);
  }

  _write(tap: Tap, value: unknown): void {
    const unscaled = this.#parse(value);
    const length = unscaledLength(unscaled);
    tap.writeLong(length);
    // As avsc does: past the end only the position moves on, which tells the caller how much is missing.
    if (tap.pos + length <= tap.buf.length) writeUnscaled(unscaled, tap.buf, tap.pos, length);
    tap.pos += length;
  }

  override _fromValue(bytes: Buffer): string {
    return this.#format(bytes, 0, bytes.length);
  }

  override _toValue(value: unknown): Buffer {
    const unscaled = this.#parse(value);
    const bytes = Buffer.alloc(unscaledLength(unscaled));
    writeUnscaled(unscaled, bytes, 0, bytes.length);
    return bytes;
  }

  /** Part of the schema's text, by which schemas are compared. */
  override _export(schema: avro.Schema): void {
    Object.assign(schema, { precision: this.precision, scale: this.scale });
  }

  /** Another scale would mean other amounts: only an equal one is read, from a writer that promises no more digits. */
  override _resolve(writer: avro.Type): ((value: unknown) => unknown) | undefined {
    const readable = writer instanceof DecimalType && writer.scale === this.scale && writer.precision <= this.precision;
    return readable ? (value) => value : undefined;
  }

  #format(buffer: Buffer, start: number, length: number): string {
    const unscaled = readUnscaled(buffer, start, length);
    const small = typeof unscaled === 'number';
    if (small ? Math.abs(unscaled) >= this.#numberLimit : unscaled >= this.#limit || unscaled <= -this.#limit) {
      throw new UnsoundValue('logical', `has a decimal of more than ${this.precision} digits`);
    }
    return formatDecimal(unscaled, this.scale);
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

function isCount(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= 100;
}
