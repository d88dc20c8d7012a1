import avro from 'avsc';
import type { AvroType } from '../avro/avsc-internals.js';
import { BigintLongType } from '../avro/bigint-long.type.js';
import { DecimalType } from '../avro/decimal.type.js';
import { TextLogicalType } from '../avro/text-logical.type.js';
import { TimestampMillisType } from '../avro/timestamp-millis.type.js';
import { UuidType } from '../avro/uuid.type.js';
import { arrayForm, mapForm, optionalForm, recordForm } from './container-forms.js';
import { foreignForm } from './foreign-form.js';
import type { JsonForm } from './json-form.js';
import { jsonKindOf } from '../avro/json-kind-of.js';
import { taggedForm } from './tagged-form.js';
import { unionForm } from './union-form.js';
import {
  bigintForm,
  booleanForm,
  bytesForm,
  decimalForm,
  enumForm,
  intForm,
  longForm,
  nullForm,
  numberForm,
  stringForm,
  textForm,
  timeForm,
  uuidForm,
} from './scalar-forms.js';

const scalarForms: Readonly<Record<string, JsonForm>> = {
  null: nullForm,
  boolean: booleanForm,
  int: intForm,
  long: longForm,
  float: numberForm,
  double: numberForm,
  bytes: bytesForm(),
  string: stringForm,
};

/** The JSON form of an Avro type: unions without tags, decimals as text, times in RFC 3339, bytes in base64. */
export function compileJsonForm(type: AvroType): JsonForm {
  return compile(type, new Map());
}

function compile(type: AvroType, known: Map<AvroType, JsonForm>): JsonForm {
  const earlier = known.get(type);
  if (earlier !== undefined) return earlier;
  // A type may hold itself: what asks for it meanwhile gets this stand-in.
  let form: JsonForm | undefined;
  known.set(type, {
    parse: (json, pointer, issues) => form!.parse(json, pointer, issues),
    print: (value) => form!.print(value),
  });
  form = compileNew(type, known);
  known.set(type, form);
  return form;
}

function compileNew(type: AvroType, known: Map<AvroType, JsonForm>): JsonForm {
  if (type instanceof DecimalType) return decimalForm(type);
  if (type instanceof TimestampMillisType) return timeForm;
  if (type instanceof BigintLongType) return bigintForm;
  if (type instanceof TextLogicalType) return textForm(type.form);
  if (type instanceof UuidType) return uuidForm;
  if (type instanceof avro.types.EnumType) return enumForm(type.symbols);
  if (type instanceof avro.types.FixedType) return bytesForm(type.size);
  if (type instanceof avro.types.ArrayType) return arrayForm(compile(type.itemsType, known));
  if (type instanceof avro.types.MapType) return mapForm(compile(type.valuesType as AvroType, known));
  if (type instanceof avro.types.UnwrappedUnionType) return compileUnion(type.types, known);
  if (type instanceof avro.types.WrappedUnionType) return compileTaggedUnion(type.types, known);
  if (type instanceof avro.types.RecordType) {
    return recordForm(
      type.fields.map((field) => ({
        name: field.name,
        form: compile(field.type, known),
        defaultValue: () => field.defaultValue() as unknown,
      })),
    );
  }
  return scalarForms[type.typeName] ?? foreignForm;
}

/** A union whose branches JSON cannot tell apart names them; the codec has made the type so. */
function compileUnion(types: readonly AvroType[], known: Map<AvroType, JsonForm>): JsonForm {
  const real = types.filter((type) => type.typeName !== 'null');
  if (real.length === 1 && types.length === 2) return optionalForm(compile(real[0]!, known));
  return unionForm(new Map(types.map((type) => [jsonKindOf(type), compile(type, known)] as const)));
}

function compileTaggedUnion(types: readonly AvroType[], known: Map<AvroType, JsonForm>): JsonForm {
  const real = types.filter((type) => type.typeName !== 'null');
  const forms = new Map(real.map((type) => [type.branchName!, compile(type, known)] as const));
  const form = taggedForm(forms);
  return real.length < types.length ? optionalForm(form) : form;
}
