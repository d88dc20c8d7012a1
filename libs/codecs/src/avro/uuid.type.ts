import avro from 'avsc';
import { isUuid } from '../text/uuid-bytes-form.js';
import type { Tap } from './avsc-internals.js';
import { readSoundString } from './sound-string.js';
import { UnsoundValue } from '../errors/unsound-value.js';

/** Avro `uuid` on a string: the text of one, or refused. */
export class UuidType extends avro.types.LogicalType {
  constructor(schema: avro.Schema, options?: unknown) {
    super(schema, options);
    if ((schema as { type?: unknown }).type !== 'string') throw new TypeError('uuid is used on a string');
  }

  _read(tap: Tap): string | undefined {
    const text = readSoundString(tap);
    return text === undefined ? undefined : this._fromValue(text);
  }

  override _fromValue(text: string): string {
    if (!isUuid(text)) throw new UnsoundValue('logical', 'has a uuid that is none');
    return text;
  }

  override _toValue(value: unknown): string {
    if (!isUuid(value)) throw new TypeError('is not a uuid');
    return value;
  }

  override _resolve(writer: avro.Type): ((value: string) => string) | undefined {
    if (writer instanceof UuidType) return (value) => value;
    return writer.typeName === 'string' ? (value) => this._fromValue(value) : undefined;
  }
}
