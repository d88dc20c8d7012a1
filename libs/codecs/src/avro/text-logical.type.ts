import avro from 'avsc';
import type { TextForm, Underlying } from '../text/text-form.js';
import { textForms, type TextCarrier } from '../text/text-forms.js';
import type { Tap, ValueReader } from './avsc-internals.js';
import { BigintLongType } from './bigint-long.type.js';
import { readBigLong, writeBigLong } from './big-long.js';
import { isReadable } from './is-readable.js';
import { UnsoundValue } from '../errors/unsound-value.js';

type Hook = (value: unknown, type: unknown) => void;
type Copy = (value: unknown, options: unknown) => unknown;
const fromJson = 2;

/** An Avro logical type whose values are text. */
export class TextLogicalType extends avro.types.LogicalType {
  readonly form: TextForm;
  readonly #name: string;
  readonly #carrier: TextCarrier;

  constructor(schema: avro.Schema, options?: unknown) {
    super(schema, options);
    const { type, logicalType, size } = schema as { type?: unknown; logicalType: string; size?: unknown };
    const carrier = textForms[logicalType]!;
    if (type !== carrier.kind || size !== carrier.sizeBytes) {
      const bytes = carrier.sizeBytes === undefined ? '' : ` of ${carrier.sizeBytes} bytes`;
      throw new TypeError(`${logicalType} is used on ${carrier.kind}${bytes}`);
    }
    this.#name = logicalType;
    this.#carrier = carrier;
    this.form = carrier.form;
  }

  _read(tap: Tap): string | undefined {
    if (this.#carrier.kind === 'long') return this._fromValue(readBigLong(tap));
    const value = (this.underlyingType as unknown as ValueReader)._read(tap) as Underlying | undefined;
    // Past the end there is none.
    return value === undefined ? undefined : this._fromValue(value);
  }

  _write(tap: Tap, text: unknown): void {
    const value = this._toValue(text);
    if (this.#carrier.kind === 'long') writeBigLong(tap, BigInt(value as bigint | number));
    else (this.underlyingType as unknown as { _write(tap: Tap, value: unknown): void })._write(tap, value);
  }

  override _fromValue(value: Underlying): string {
    const text = this.form.print(value);
    if (text === undefined) throw new UnsoundValue('logical', `has a ${this.#name} that is none`);
    return text;
  }

  override _toValue(text: unknown): Underlying {
    const value = typeof text === 'string' ? this.form.parse(text) : undefined;
    if (value === undefined) throw new TypeError(`is not a ${this.#name}`);
    return value;
  }

  /** avsc asks the type below, which for longs knows numbers only. */
  _check(text: unknown, _flags: number, hook: Hook | undefined): boolean {
    const isSound = typeof text === 'string' && this.form.parse(text) !== undefined;
    if (!isSound) hook?.(text, this);
    return isSound;
  }

  /** Text needs no copy; a default stands in a schema as the type below has it. */
  _copy(value: unknown, options: { readonly coerce?: number } | undefined): unknown {
    if (options?.coerce !== fromJson) return value;
    const below = this.underlyingType as unknown as { _copy: Copy };
    return this._fromValue(below._copy(value, options) as Underlying);
  }

  override _resolve(writer: avro.Type): ((value: never) => string) | undefined {
    if (!this.#canTakeFrom(writer)) return undefined;
    return writer instanceof TextLogicalType ? (text: string) => text : (value: Underlying) => this._fromValue(value);
  }

  /** The same one, or its carrier without an annotation; an int counts as a long. */
  #canTakeFrom(writer: avro.Type): boolean {
    if (writer instanceof TextLogicalType && writer.#name !== this.#name) return false;
    if (this.#carrier.kind !== 'fixed') {
      const { kind } = this.#carrier;
      const isLong = writer.typeName === 'int' || writer instanceof BigintLongType;
      return writer instanceof TextLogicalType || writer.typeName === kind || (kind === 'long' && isLong);
    }
    return isReadable(this.underlyingType, writer instanceof avro.types.LogicalType ? writer.underlyingType : writer);
  }
}
