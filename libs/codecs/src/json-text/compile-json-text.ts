import avro from 'avsc';
import type { AvroType } from '../avro/avsc-internals.js';
import { DecimalType } from '../avro/decimal.type.js';
import { ExactLongType } from '../avro/exact-long.type.js';
import { SoundStringType } from '../avro/sound-string.type.js';
import { TimestampMillisType } from '../avro/timestamp-millis.type.js';
import { UuidType } from '../avro/uuid.type.js';
import { compileJsonForm } from '../json/compile-json-form.js';
import { arrayText, recordText, unionText } from './container-texts.js';
import { decimalText } from './decimal-text.js';
import type { JsonTextWriter } from './json-text-writer.js';
import { booleanText, enumText, intText, longText, nullText, plainText, valueText } from './scalar-texts.js';
import { writeStringText } from './string-text.js';
import { timeText } from './time-text.js';

/**
 * What writes values of a guarded type as the text of its JSON form. What has no quicker way goes by its value, such as
 * maps: an object decides about the order of their keys, and which of two equal ones counts.
 */
export function compileJsonText(type: AvroType): JsonTextWriter {
  return compile(type, new Map());
}

function compile(type: AvroType, known: Map<AvroType, JsonTextWriter>): JsonTextWriter {
  const earlier = known.get(type);
  if (earlier !== undefined) return earlier;
  // A type may hold itself: what asks for it meanwhile gets this stand-in.
  let writer: JsonTextWriter | undefined;
  known.set(type, (tap, out) => writer!(tap, out));
  writer = compileNew(type, known);
  known.set(type, writer);
  return writer;
}

function compileNew(type: AvroType, known: Map<AvroType, JsonTextWriter>): JsonTextWriter {
  if (type instanceof DecimalType) return decimalText(type);
  if (type instanceof UuidType) return plainText(type);
  if (type instanceof TimestampMillisType) return timeText(type);
  if (type instanceof avro.types.EnumType) return enumText(type, type.symbols);
  if (type instanceof avro.types.ArrayType) return arrayText(compile(type.itemsType, known));
  if (type instanceof avro.types.RecordType) {
    return recordText(type.fields.map((field) => ({ name: field.name, write: compile(field.type, known) })));
  }
  if (type instanceof avro.types.UnwrappedUnionType) {
    return unionText(type.types.map((branch) => compile(branch, known)));
  }
  if (type instanceof SoundStringType) return writeStringText;
  if (type instanceof ExactLongType) return longText;
  if (type.typeName === 'int') return intText(type);
  if (type.typeName === 'boolean') return booleanText(type);
  return type.typeName === 'null' ? nullText : valueText(type, compileJsonForm(type));
}
